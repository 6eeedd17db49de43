/*
 * Owns what must hold of the product in every comparison, on any machine however busy: memory and requests, no times.
 */
import { OURS, type Requests, type Result, serviceNames } from './results.ts'
import { MEBIBYTE, mebibytes } from './tables.ts'
import { titleOf } from './workloads.ts'

/** PEAK_LIMIT is the product's bar for peak resident memory with one file of any size, in bytes. */
export const PEAK_LIMIT = 135 * MEBIBYTE

/** broken returns a sentence for each promise that the product's results break. */
export function broken(results: readonly Result[]): string[] {
  return results
    .filter(({ tool }) => tool === OURS)
    .flatMap(({ workload, peakBytes, requests }) => {
      const expected: Requests = { token: 1, fulcio: 1, rekor: workload.files, timestamp: workload.files }
      const peak =
        workload.files > 1 || peakBytes.median <= PEAK_LIMIT ? [] : [`peak memory ${mebibytes(peakBytes.median)} MiB`]
      const wrong = serviceNames
        .filter((name) => requests[name] !== expected[name])
        .map((name) => `${requests[name]} ${name} requests in place of ${expected[name]}`)
      return [...peak, ...wrong].map((what) => `${titleOf(workload)}: ${what}`)
    })
}
