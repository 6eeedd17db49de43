/*
 * Owns what must hold of the product in every comparison, on any machine however busy: memory and requests, no times.
 */
import { OURS, type Requests, type Result, serviceNames } from './results.ts'
import { MEBIBYTE, mebibytes } from './tables.ts'
import { titleOf } from './workloads.ts'

/** With one file of any size. */
const PEAK_LIMIT = 135 * MEBIBYTE

/** peakLimit is the product's bar for peak resident memory with so many files, in bytes: what was made is kept to the end of a call. */
export function peakLimit(files: number): number {
  if (files === 1) return PEAK_LIMIT
  return (files <= 200 ? 150 : 160) * MEBIBYTE
}

/** broken returns a sentence for each promise that the product's results break. */
export function broken(results: readonly Result[]): string[] {
  return results
    .filter(({ tool }) => tool === OURS)
    .flatMap(({ workload, peakBytes, requests }) => {
      const expected: Requests = { token: 1, fulcio: 1, rekor: workload.files, timestamp: workload.files }
      const limit = peakLimit(workload.files)
      const isKept = peakBytes.median <= limit
      const peak = isKept ? [] : [`peak memory ${mebibytes(peakBytes.median)} MiB in place of ${mebibytes(limit)}`]
      const wrong = serviceNames
        .filter((name) => requests[name] !== expected[name])
        .map((name) => `${requests[name]} ${name} requests in place of ${expected[name]}`)
      return [...peak, ...wrong].map((what) => `${titleOf(workload)}: ${what}`)
    })
}
