/*
 * Owns the words around the tables: docs/performance.md as a function of one run's results. Every figure in it comes from
 * them.
 */
import { table } from '../scripts/markdown.ts'
import type { Machine } from './machine.ts'
import { HASH, OURS, type Result, type Workload } from './results.ts'
import { figure, find, mebibytes, ratioTable, workloadsOf, workloadTable } from './tables.ts'
import type { Tool } from './tools.ts'
import { titleOf } from './workloads.ts'

/** Run is what a page is made of; `minutes` is how long it took. */
export interface Run {
  readonly results: readonly Result[]
  readonly tools: readonly Pick<Tool, 'title' | 'does'>[]
  readonly machine: Machine
  readonly rounds: number
  readonly minutes: number
}

/** comparison returns the tables of a run as Markdown: ratios, then the figures of each workload. */
export function comparison({ results }: Pick<Run, 'results'>): string {
  const sections = workloadsOf(results).map(
    (workload) => `### ${capital(titleOf(workload))}\n\n${workloadTable(results, workload)}`,
  )
  return [
    `## Time, as a multiple of ${OURS}`,
    ratioTable(results, 'seconds', OURS),
    `## Peak memory, as a multiple of ${OURS}`,
    ratioTable(results, 'peakBytes', OURS),
    '## Figures',
    ...sections,
  ].join('\n\n')
}

/** pageOf returns docs/performance.md, to be formatted. */
export function pageOf(run: Run): string {
  const { machine, rounds, minutes } = run
  const memory = Math.round(machine.memory / 1024 ** 3)
  return `# Performance

<!-- Written by "npm run bench -- --peers": do not edit. -->

${summary(run.results)}

![Time and peak memory of signing one file, by its size, of every tool in the tables](performance.svg)

All of it was measured in one run, against Sigstore's own servers on the same machine (see \`lab/\`). In each
of ${rounds} rounds every tool had its turn; figures are medians. Ratios say more than times, which depend on the machine.

${table(
  ['Tool', 'What it was asked for'],
  run.tools.map(({ title, does }) => [title, does]),
  [':--', ':--'],
)}

${comparison(run)}

## What is measured

- The whole process, from its start to its end, as the kernel counts it: wall time, CPU time (user and system), peak
  resident memory. Not the servers. Files are in the page cache.
- A call for each file: the times of all calls are summed, the memory is that of the largest.
- Services that are far away are behind a relay that holds every request and every answer back for half the round trip.
  Opening a connection costs nothing there, which is kind to tools that open many.
- The columns token, Fulcio, Rekor and timestamp count HTTP requests. Every tool got its token from the runner's endpoint.
- ${OURS} ran as a runner starts it, from \`dist/\`, without the upload of the workflow artifact, which no other tool has.
- The log is Rekor v1, which the public instance uses.

## The machine

${machine.cores} cores, ${memory} GiB of memory, ${machine.system}; Node ${machine.node}, ${machine.openssl}, ${OURS} ${machine.version}.

## Repeat it

\`\`\`sh
npm ci
npm run bench -- --peers            # writes this page and its chart; took ${minutes} min
npm run bench -- --peers --quick    # a short form, prints only
npm run bench                       # the product's own bars, without other tools
\`\`\`

The first run builds the servers and the other tools, like \`npm run lab\`. The machine should have nothing else to do, and
more memory free than the hungriest tool in the tables takes.
`
}

/** summary says in a sentence each what the largest single file shows, and the most files. */
function summary(results: readonly Result[]): string {
  const workloads = workloadsOf(results).sort((a, b) => b.bytes - a.bytes)
  const single = workloads.find(({ files }) => files === 1)
  const many = workloads.sort((a, b) => b.files - a.files).find(({ files }) => files > 1)
  return [single ? ofLargest(results, single) : '', many ? ofMany(results, many) : ''].join('\n').trim()
}

function ofLargest(results: readonly Result[], workload: Workload): string {
  const hash = find(results, workload, HASH)?.seconds.median ?? Number.NaN
  const time = ({ seconds }: Result) => (seconds.median / hash).toFixed(2)
  const memory = ({ peakBytes }: Result) => `${mebibytes(peakBytes.median)} MiB`
  return `For ${titleOf(workload)}, ${OURS} takes ${ours(results, workload, time)} times as long as \`openssl dgst -sha256\`, which only
hashes it (${others(results, workload, time)}), and at most ${ours(results, workload, memory)} of memory
(${others(results, workload, memory)}).`
}

function ofMany(results: readonly Result[], workload: Workload): string {
  const time = ({ seconds }: Result) => `${figure(seconds.median)} s`
  return `For ${titleOf(workload)}, it takes ${ours(results, workload, time)} (${others(results, workload, time)}).`
}

function ours(results: readonly Result[], workload: Workload, text: (result: Result) => string): string {
  const result = find(results, workload, OURS)
  return result ? text(result) : '?'
}

function others(results: readonly Result[], workload: Workload, text: (result: Result) => string): string {
  return results
    .filter((result) => result.workload === workload && result.tool !== OURS && result.tool !== HASH)
    .map((result) => `${result.tool}: ${text(result)}`)
    .join(', ')
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
