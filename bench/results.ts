/*
 * Owns the words of the comparison: what was asked of whom, what it cost, and the many runs of it made one. Measures
 * nothing.
 */
import { median, type Spread, spreadOf } from './statistics.ts'

/** HASH is the title of the tool that only hashes: what every signer has to do at least. */
export const HASH = 'openssl (hash only)'

/** OURS is the title of the product. */
export const OURS = 'keyless-sign'

/** VERIFY is the title of the product as a command that verifies, VERIFY_ACTION as a step that does. */
export const VERIFY = 'keyless-verify'
export const VERIFY_ACTION = 'keyless-sign, verify action'

/** serviceNames are the services that a signer speaks to, in the order of a run. */
export const serviceNames = ['token', 'fulcio', 'rekor', 'timestamp'] as const

/** ServiceName is one of them; `token` is the runner's token endpoint. */
export type ServiceName = (typeof serviceNames)[number]

/** Requests is how many HTTP requests each service was sent. */
export type Requests = Readonly<Record<ServiceName, number>>

/** Workload is what every tool is given: `files` files of `bytes` bytes, services `roundTrip` milliseconds away. */
export interface Workload {
  readonly files: number
  readonly bytes: number
  readonly roundTrip: number
  /** At most so many rounds, where one takes long. */
  readonly rounds?: number
}

/** Cost is what a run took: wall and CPU (user and system) in seconds, peak resident memory in bytes. */
export interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakBytes: number
}

/** Sample is one measured run. */
export interface Sample extends Cost {
  readonly requests: Requests
}

/** Result is all runs of one tool on one workload. */
export interface Result {
  readonly workload: Workload
  readonly tool: string
  readonly seconds: Spread
  readonly cpuSeconds: Spread
  readonly peakBytes: Spread
  /** The median of each. */
  readonly requests: Requests
  /** How many runs these are. */
  readonly rounds: number
}

/** Comparison is all results, by what was asked: to sign; a job that signs and uploads; to verify. */
export interface Comparison {
  readonly signing: readonly Result[]
  readonly jobs: readonly Result[]
  readonly verifying: readonly Result[]
}

/** Asked is one of them. */
export type Asked = keyof Comparison

/** resultOf makes one result of at least one sample. */
export function resultOf(workload: Workload, tool: string, samples: readonly Sample[]): Result {
  const requests = (service: ServiceName) => median(samples.map((sample) => sample.requests[service]))
  return {
    workload,
    tool,
    seconds: spreadOf(samples.map(({ seconds }) => seconds)),
    cpuSeconds: spreadOf(samples.map(({ cpuSeconds }) => cpuSeconds)),
    peakBytes: spreadOf(samples.map(({ peakBytes }) => peakBytes)),
    requests: {
      token: requests('token'),
      fulcio: requests('fulcio'),
      rekor: requests('rekor'),
      timestamp: requests('timestamp'),
    },
    rounds: samples.length,
  }
}

/** sumOf returns the cost of runs one after the other: the sum of their times, the greatest of their memories. */
export function sumOf(costs: readonly Cost[]): Cost {
  return costs.reduce(
    (sum, cost) => ({
      seconds: sum.seconds + cost.seconds,
      cpuSeconds: sum.cpuSeconds + cost.cpuSeconds,
      peakBytes: Math.max(sum.peakBytes, cost.peakBytes),
    }),
    { seconds: 0, cpuSeconds: 0, peakBytes: 0 },
  )
}
