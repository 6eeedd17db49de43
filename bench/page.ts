/*
 * Owns the words around the tables: docs/performance.md as a function of one run's results. Every figure in it comes from
 * them.
 */
import { table } from '../scripts/markdown.ts'
import type { Machine } from './machine.ts'
import { type Need, needsTable } from './needs.ts'
import { peakLimit } from './promises.ts'
import { reasonsOf } from './reasons.ts'
import { type Asked, type Comparison, HASH, OURS, type Result, VERIFY, type Workload } from './results.ts'
import { standingText } from './standing.ts'
import { figure, find, mebibytes, ratioTable, workloadsOf, workloadTable } from './tables.ts'
import type { Tool } from './tools.ts'
import { titleOf } from './workloads.ts'

/** Run is what a page is made of; `minutes` is how long it took. */
export interface Run {
  readonly results: Comparison
  readonly tools: Readonly<Record<Asked, readonly Pick<Tool, 'title' | 'does'>[]>>
  readonly needs: readonly Need[]
  readonly machine: Machine
  readonly rounds: number
  readonly minutes: number
}

/** comparison returns all that a run's figures say as Markdown: the verdict, then the tables of each kind of work. */
export function comparison({ results, tools, needs }: Pick<Run, 'results' | 'tools' | 'needs'>): string {
  const { signing, jobs, verifying } = results
  return [
    '## What is ahead, what is behind, and why',
    standingText(results),
    '**Why.** Each of these is said only where the figures show it.',
    reasonsOf(results),
    `## Signing: time, as a multiple of ${OURS}`,
    ratioTable(signing, 'seconds', OURS),
    `## Signing: peak memory, as a multiple of ${OURS}`,
    ratioTable(signing, 'peakBytes', OURS),
    '## The whole job',
    'The same work for all: the file is signed, and what came of it is an artifact of the run.',
    toolTable(tools.jobs),
    ratioTable(jobs, 'seconds', OURS),
    ...figuresOf(jobs, 'The whole job, '),
    'Not in these times is what a job fetches first:',
    needsTable(needs),
    '## Verifying',
    `All verify the bundle that ${OURS} left, with a trusted root from the disk, and ask nobody.`,
    toolTable(tools.verifying),
    ratioTable(verifying, 'seconds', VERIFY),
    ...figuresOf(verifying, 'Verifying '),
    '## Figures of signing',
    ...figuresOf(signing, ''),
  ].join('\n\n')
}

function figuresOf(results: readonly Result[], before: string): string[] {
  return workloadsOf(results).map(
    (workload) => `### ${capital(`${before}${titleOf(workload)}`)}\n\n${workloadTable(results, workload)}`,
  )
}

function toolTable(tools: readonly Pick<Tool, 'title' | 'does'>[]): string {
  return table(
    ['Tool', 'What it was asked for'],
    tools.map(({ title, does }) => [title, does]),
    [':--', ':--'],
  )
}

/** pageOf returns docs/performance.md, to be formatted. */
export function pageOf(run: Run): string {
  const { machine, rounds, minutes } = run
  const memory = Math.round(machine.memory / 1024 ** 3)
  return `# Performance

<!-- Written by "npm run bench -- --peers": do not edit. -->

${summary(run.results.signing)}

![Time and peak memory of signing one file, by its size, of every tool in the tables](performance.svg)

All of it was measured in one run, against the server programs of Sigstore on the same machine (see \`lab/\`), not against
the public instance. In each of ${rounds} rounds${exceptions(run)} every tool had its turn; figures are medians. Ratios say more than times, which depend on the machine.

${toolTable(run.tools.signing)}

${comparison(run)}

## What is measured

- The whole process, from its start to its end, as the kernel counts it: wall time, CPU time (user and system), peak
  resident memory. Not the servers. Files are in the page cache.
- A call for each file: the times of all calls are summed, the memory is that of the largest.
- Services that are far away are behind a relay that holds every request and every answer back for half the round trip.
  Opening a connection costs nothing there, which is kind to tools that open many.
- The columns token, Fulcio, Rekor and timestamp count HTTP requests that ask a service to do something: not the one GET by
  which ${OURS} looks, before anything is public, whether each is there. Every tool got its token from the runner's
  endpoint.
- ${OURS} ran as a runner starts it, from \`dist/\`; where it only signs, without the upload of the workflow artifact, which no
  other tool has. The whole job has it: into the same service for all, which answers at once.
- What ${OURS} may take at most, or the measurement fails: ${limits([1, 200, 1_000])} of peak memory.
- The log is Rekor v1, which the public instance uses.

## The machine

${machine.cores} cores, ${memory} GiB of memory, ${machine.system}; Node ${machine.node}, ${machine.openssl}, ${OURS} ${machine.version}.

## Repeat it

\`\`\`sh
npm ci
npm run bench -- --peers            # writes this page and its chart; took ${minutes} min
npm run bench -- --peers --quick    # a short form, prints only
npm run bench                       # the product against its own limits, without other tools
\`\`\`

The first run builds the servers and the other tools, like \`npm run lab\`. The machine should have nothing else to do, and
more memory free than the hungriest tool in the tables takes.
`
}

/** summary says in a sentence each what the largest single file shows, and the most files. */
function summary(results: readonly Result[]): string {
  const workloads = workloadsOf(results).sort((a, b) => b.bytes - a.bytes)
  const single = workloads.find(({ files }) => files === 1)
  const many = workloads.sort((a, b) => b.roundTrip - a.roundTrip || b.files - a.files).find(({ files }) => files > 1)
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

/** exceptions names the workloads that had fewer rounds. */
function exceptions({ results, rounds }: Run): string {
  const fewer = results.signing.filter((result) => result.tool === OURS && result.rounds < rounds)
  const each = fewer.map(({ workload, rounds: count }) => `${titleOf(workload)}: ${count}`)
  return each.length === 0 ? '' : ` (${each.join('; ')})`
}

function limits(counts: readonly number[]): string {
  return counts
    .map(
      (files) =>
        `${mebibytes(peakLimit(files))} MiB for ${files.toLocaleString('en')} ${files === 1 ? 'file' : 'files'}`,
    )
    .join(', ')
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
