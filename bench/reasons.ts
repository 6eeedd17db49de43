/*
 * Owns why the product is ahead or behind: each reason is said only where the figures show what it explains, and with them.
 * Measures nothing; where a figure does not show it, it says nothing.
 */
import {
  type Comparison,
  HASH,
  OURS,
  type Requests,
  type Result,
  serviceNames,
  VERIFY,
  type Workload,
} from './results.ts'
import { othersIn } from './standing.ts'
import { figure, find, mebibytes, ratioText, workloadsOf } from './tables.ts'
import { titleOf } from './workloads.ts'

/** reasonsOf returns the sentences, as a list. */
export function reasonsOf({ signing, jobs, verifying }: Comparison): string {
  const reasons = [
    startOf(signing),
    hashOf(signing, OURS),
    wholeFileOf(signing, 'to sign it'),
    baseMemoryOf(signing),
    oneCallOf(signing),
    keptBundlesOf(signing),
    uploadOf(signing, jobs),
    hashOf(verifying, VERIFY),
    wholeFileOf(verifying, 'to verify it'),
  ]
  return reasons.flatMap((reason) => (reason === undefined ? [] : [`- ${reason}`])).join('\n')
}

/** Where a compiled signer is faster with the smallest file, the start of Node is what there is to explain. */
function startOf(results: readonly Result[]): string | undefined {
  const workload = singlesOf(results).at(0)
  const ours = find(results, workload ?? none, OURS)
  const [fastest] = peersOn(results, workload).sort((a, b) => a.seconds.median - b.seconds.median)
  if (!ours || !fastest?.tool.startsWith('cosign') || fastest.seconds.median >= ours.seconds.median) return undefined
  const [wall, cpu] = (['seconds', 'cpuSeconds'] as const).map((of) => ours[of].median - fastest[of].median)
  return `With ${titleOf(ours.workload)} there is hardly anything to hash, and ${fastest.tool} ends ${figure(wall ?? NaN)} s earlier.
  ${figure(Math.max(0, cpu ?? NaN))} s more CPU time go by, in which Node starts, loads and compiles the modules of the action, and the bundle is verified;
  a compiled program has nothing to load. The start is paid once in a call, however many files are signed.`
}

/** hashOf says how much of the work with the largest file is the hash alone: in CPU time, which a busy machine leaves as it is. */
function hashOf(results: readonly Result[], base: string): string | undefined {
  const workload = singlesOf(results).at(-1)
  const [ours, hash] = [base, HASH].map((tool) => find(results, workload ?? none, tool)?.cpuSeconds.median ?? NaN)
  if (!workload || ours === undefined || hash === undefined || !(hash < ours)) return undefined
  const part = ((hash / ours) * 100).toFixed(0)
  return `With ${titleOf(workload)}, \`openssl dgst\`, which only hashes, takes ${part} % of the CPU time of ${base}: all else, the start
  of Node included, is ${figure(ours - hash)} s.`
}

/** A tool whose peak is above the file's size has all of it in memory, some more than once. */
function wholeFileOf(results: readonly Result[], why: string): string | undefined {
  const workload = singlesOf(results).at(-1)
  const base = find(results, workload ?? none, OURS) ?? find(results, workload ?? none, VERIFY)
  const hungry = peersOn(results, workload).filter((peer) => peer.peakBytes.median > peer.workload.bytes)
  const [first] = hungry
  if (!base || !first || base.peakBytes.median > base.workload.bytes) return undefined
  const names = hungry.map(({ tool, peakBytes: { median }, workload: { bytes } }) => {
    return `${tool} (${mebibytes(median)} MiB, ${ratioText(median / bytes)} times the file)`
  })
  return `With ${titleOf(first.workload)}, ${names.join(' and ')} ${hungry.length > 1 ? 'take' : 'takes'} more memory than the whole file ${why}; ${base.tool} reads it in pieces (${mebibytes(base.peakBytes.median)} MiB).`
}

/** Where ours is the largest with a small file, it is the runtime that is large. */
function baseMemoryOf(results: readonly Result[]): string | undefined {
  const singles = singlesOf(results)
  const [small, large] = [singles.at(0), singles.at(-1)].map((workload) => find(results, workload ?? none, OURS))
  const rest = peersOn(results, singles.at(0)).map(({ peakBytes }) => peakBytes.median)
  if (!small || !large || rest.length === 0 || small.peakBytes.median <= Math.max(...rest)) return undefined
  return `Node with the modules loaded takes ${mebibytes(small.peakBytes.median)} MiB before there is a large file, the other signers ${rangeOf(rest, mebibytes)} MiB. From ${titleOf(small.workload)} to ${titleOf(large.workload)}, ${OURS} grows by ${mebibytes(Math.max(0, large.peakBytes.median - small.peakBytes.median))} MiB.`
}

/** One certificate for all files: fewer requests than a call for each file makes. */
function oneCallOf(results: readonly Result[]): string | undefined {
  const workload = manyOf(results).at(-1)
  const ours = find(results, workload ?? none, OURS)
  const more = peersOn(results, workload).filter(({ requests }) => requests.fulcio > 1)
  if (ours?.requests.fulcio !== 1 || more.length === 0) return undefined
  const names = more.map(
    ({ tool, requests }) => `${tool} ${sum(requests)}, ${counted(requests.fulcio)} of them for certificates`,
  )
  return `${OURS} signs all files in one process, with one token and one certificate: ${sum(ours.requests)} requests for ${titleOf(ours.workload)}
  (${names.join('; ')}).`
}

/** What many files add to the peak. */
function keptBundlesOf(results: readonly Result[]): string | undefined {
  const ours = (workload?: Workload) => find(results, workload ?? none, OURS)
  const [one, many] = [ours(singlesOf(results).at(0)), ours(manyOf(results).at(-1))]
  const rest = peersOn(results, many?.workload).map(({ peakBytes }) => peakBytes.median)
  if (!one || !many || many.peakBytes.median <= Math.max(one.peakBytes.median, ...rest)) return undefined
  return `${OURS} keeps what it made for every file until the end of the call: ${titleOf(many.workload)} take ${mebibytes(many.peakBytes.median)} MiB,
  ${mebibytes(many.peakBytes.median - one.peakBytes.median)} MiB more than ${titleOf(one.workload)}.`
}

/** What the upload adds to each, on the largest workload that both have. */
function uploadOf(signing: readonly Result[], jobs: readonly Result[]): string | undefined {
  const workload = singlesOf(jobs).at(-1)
  const same = workloadsOf(signing).find(({ files, bytes, roundTrip }) => {
    return files === workload?.files && bytes === workload.bytes && roundTrip === workload.roundTrip
  })
  const added = (tool: string) =>
    (find(jobs, workload ?? none, tool)?.cpuSeconds.median ?? NaN) -
    (find(signing, same ?? none, tool)?.cpuSeconds.median ?? NaN)
  const others = othersIn(jobs).map(added)
  if (!workload || others.length === 0 || !(added(OURS) > 0 && added(OURS) < Math.min(...others))) return undefined
  return `With ${titleOf(workload)}, the upload adds ${figure(added(OURS))} s of CPU time to ${OURS}, which runs already, and ${rangeOf(others, figure)} s
  to the others, whose job starts Node for a step of its own.`
}

const none: Workload = { files: 0, bytes: 0, roundTrip: 0 }

/** The workloads of one file with near services, by size. */
function singlesOf(results: readonly Result[]): Workload[] {
  return workloadsOf(results)
    .filter(({ files, roundTrip }) => files === 1 && roundTrip === 0)
    .sort((a, b) => a.bytes - b.bytes)
}

/** The workloads of several files, by their number. */
function manyOf(results: readonly Result[]): Workload[] {
  return workloadsOf(results)
    .filter(({ files }) => files > 1)
    .sort((a, b) => a.files - b.files)
}

function peersOn(results: readonly Result[], workload: Workload = none): Result[] {
  const others = othersIn(results)
  return results.filter((result) => result.workload === workload && others.includes(result.tool))
}

function sum(requests: Requests): string {
  return counted(serviceNames.reduce((total, name) => total + requests[name], 0))
}

function counted(count: number): string {
  return count.toLocaleString('en')
}

/** From the least to the greatest, once where both read alike. */
function rangeOf(values: readonly number[], text: (value: number) => string): string {
  return [...new Set([Math.min(...values), Math.max(...values)].map(text))].join(' to ')
}
