/* Owns results as a run would give them, small enough to check by hand. */
import { type Comparison, HASH, type Result, VERIFY, VERIFY_ACTION, type Workload } from '../../bench/results.ts'
import type { Spread } from '../../bench/statistics.ts'

const sizes = [1_000, 1_600_000_000].map((bytes): Workload => ({ files: 1, bytes, roundTrip: 0 }))

/** oneFile returns the workload of one file of `bytes` bytes. */
export function oneFile(bytes: number): Workload {
  const workload = sizes.find((size) => size.bytes === bytes)
  if (!workload) throw new Error(`no workload of ${String(bytes)} bytes`)
  return workload
}

const spread = (median: number): Spread => ({ least: median, median, greatest: median * 1.02 })

/** result is what a tool took: `seconds` of time, half of it CPU, and a request a service. */
export function result(tool: string, workload: Workload, seconds: number, mebibytes: number): Result {
  return {
    tool,
    workload,
    seconds: spread(seconds),
    cpuSeconds: spread(seconds / 2),
    peakBytes: spread(mebibytes * 1024 * 1024),
    requests: { token: 1, fulcio: 1, rekor: 1, timestamp: 1 },
    rounds: 7,
  }
}

/** results are of two sizes and three tools. */
export const results: readonly Result[] = [
  result('keyless-sign', oneFile(1_000), 1, 100),
  result('cosign', oneFile(1_000), 0.5, 60),
  result(HASH, oneFile(1_000), 0.01, 10),
  result('keyless-sign', oneFile(1_600_000_000), 2, 100),
  result('cosign', oneFile(1_600_000_000), 8, 3200),
  result(HASH, oneFile(1_600_000_000), 1, 10),
]

const large = oneFile(1_600_000_000)

/** verified are of one size; nobody asks a service. */
export const verified: readonly Result[] = [
  result(VERIFY, large, 2, 75),
  result(VERIFY_ACTION, large, 2.1, 85),
  result('cosign', large, 1.5, 1700),
  result(HASH, large, 1, 10),
].map((each) => ({ ...each, requests: { token: 0, fulcio: 0, rekor: 0, timestamp: 0 } }))

/** whole are all kinds of work; in the whole job the others need a second more. */
export const whole: Comparison = {
  signing: results,
  jobs: [result('keyless-sign', large, 2.5, 110), result('cosign', large, 10, 3200)],
  verifying: verified,
}
