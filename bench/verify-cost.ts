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

/** BundleCost is milliseconds of CPU time of one more bundle, from the difference between one and many, and the peak of many in bytes. */
export interface BundleCost {
  readonly processorTime: number
  readonly peakMemory: number
}

/** costOfBundles works in an empty directory; throws when the action fails. */
export async function costOfBundles(directory: string): Promise<BundleCost> {
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
  const processorTime = (many.processorTime - one.processorTime) / (BUNDLES - 1)
  return { processorTime, peakMemory: many.peakMemory }
}

async function verifyFiles(workspace: string, files: string): Promise<BundleCost> {
  const { exitCode, stdout, processorTime, peakMemory } = await runStep({
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
  if (exitCode !== 0 || processorTime === undefined || peakMemory === undefined)
    throw new Error(`the action failed:\n${stdout}`)
  return { processorTime, peakMemory }
}
