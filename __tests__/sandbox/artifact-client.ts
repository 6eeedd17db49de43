/*
 * Owns a process that does with the artifact library what it is told, since the library reads its process's variables:
 * `node artifact-client.ts RESULT_FILE METHOD JSON_ARGUMENTS`. Writes what the library returned, or its error's message.
 */
import { writeFileSync } from 'node:fs'
import { DefaultArtifactClient } from '@actions/artifact'

const [resultFile = '', method = '', parameters = '[]'] = process.argv.slice(2)
const client = new DefaultArtifactClient()
const methods: Readonly<Record<string, (...given: never[]) => Promise<unknown>>> = {
  upload: client.uploadArtifact.bind(client),
  list: client.listArtifacts.bind(client),
  get: client.getArtifact.bind(client),
  download: client.downloadArtifact.bind(client),
  delete: client.deleteArtifact.bind(client),
}
try {
  const result = await methods[method]?.(...(JSON.parse(parameters) as never[]))
  writeFileSync(resultFile, JSON.stringify({ result }))
} catch (error) {
  writeFileSync(resultFile, JSON.stringify({ error: error instanceof Error ? error.message : 'not an error' }))
}
process.exit()
