/*
 * Owns what stands in for actions/download-artifact under act: one artifact of this run by its name, through the real
 * @actions/artifact. Run by act, not imported.
 */
import path from 'node:path'
import { DefaultArtifactClient } from '@actions/artifact'
import { getInput, info } from '@actions/core'

const name = getInput('name', { required: true })
const target = path.resolve(getInput('path') || '.')
const client = new DefaultArtifactClient()
const { artifact } = await client.getArtifact(name)
await client.downloadArtifact(artifact.id, { path: target })
info(`stand-in: downloaded '${name}'`)
