/*
 * Owns what the verify action costs: the CPU time of one more bundle among many in a call. The bundles are forged in memory by one
 * Sigstore instance, each with a certificate of its own. Must leave nothing behind.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { IDENTITY, newForge } from '../sandbox/forge.ts'
import { ACTION_FILE, DIST, runStep } from '../sandbox/runner/run-step.ts'

/** BUNDLES is how many are verified in one call. */
export const BUNDLES = 500

/** LIMIT is the bar: milliseconds of CPU time that one more bundle may take, its small file's hash included. */
export const LIMIT = 12

/** processorTimeOfABundle returns milliseconds, from the difference between one and many; works in an empty directory. */
export async function processorTimeOfABundle(directory: string): Promise<number> {
  const forge = await newForge()
  writeFileSync(path.join(directory, 'trusted_root.json'), JSON.stringify(forge.trustedRoot))
  for (let index = 0; index < BUNDLES; index++) {
    const content = `file ${index}`
    const file = path.join(directory, `${index}.bin`)
    writeFileSync(file, content)
    writeFileSync(`${file}.sigstore.json`, JSON.stringify(await forge.bundle({ content })))
  }
  const one = await verifyFiles(directory, '0.bin')
  const many = await verifyFiles(directory, '*.bin')
  return (many - one) / (BUNDLES - 1)
}

async function verifyFiles(workspace: string, files: string): Promise<number> {
  const { exitCode, stdout, processorTime } = await runStep({
    dist: DIST.verify,
    actionFile: ACTION_FILE.verify,
    with: { files, 'trusted-root': 'trusted_root.json', identity: IDENTITY },
    environment: {
      GITHUB_REPOSITORY: 'octo-org/example-iso',
      GITHUB_SHA: '0'.repeat(40),
      GITHUB_RUN_ID: '1',
      GITHUB_EVENT_NAME: 'push',
    },
    workspace,
    limit: 300_000,
  })
  if (exitCode !== 0 || processorTime === undefined) throw new Error(`the action failed:\n${stdout}`)
  return processorTime
}
