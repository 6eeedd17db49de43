/*
 * Owns what actions/upload-artifact does with files, by the client that it is made of: `uploader.mjs NAME FILE...` uploads
 * them as one artifact, below the directory of the first. Bundled before it is run, as that action is.
 */
import path from 'node:path'
import { DefaultArtifactClient } from '@actions/artifact'

const [name = '', ...files] = process.argv.slice(2)
const [first = '.'] = files
await new DefaultArtifactClient().uploadArtifact(name, files, path.dirname(first))
