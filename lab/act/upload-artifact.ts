/*
 * Owns what stands in for actions/upload-artifact under act, which cannot clone other repositories here: the files that
 * `path` names, one a line, without globs, through the real @actions/artifact. Run by act, not imported.
 */
import path from 'node:path'
import { DefaultArtifactClient } from '@actions/artifact'
import { getInput, getMultilineInput, info, setOutput } from '@actions/core'

const files = getMultilineInput('path', { required: true }).map((name) => path.resolve(name))
const name = getInput('name') || 'artifact'
const [first = '.'] = files
const { id, digest } = await new DefaultArtifactClient().uploadArtifact(name, files, path.dirname(first))
setOutput('artifact-id', id)
setOutput('artifact-digest', digest)
info(`stand-in: uploaded ${files.length} files as '${name}'`)
