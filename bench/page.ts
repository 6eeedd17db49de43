/*
 * Owns the words around the tables: docs/performance.md as a function of one run's results. Every figure in it comes from
 * them.
 */
import type { Machine } from './machine.ts'
import type { Result } from './results.ts'
import { find, mebibytes, ratioTable, table, workloadsOf, workloadTable } from './tables.ts'
import { HASH, OURS, type Tool } from './tools.ts'
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
    '## Time, as a multiple of ours',
    ratioTable(results, 'seconds', OURS),
    '## Peak memory, as a multiple of ours',
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

All of it was measured in one run, against Sigstore's own servers on the same machine (see \`lab/\`): ${rounds} rounds, in
each round every tool in turn, medians. Ratios say more than times: they hold on other machines, too.

${table(
  ['Tool', 'What it was asked for'],
  run.tools.map(({ title, does }) => [title, does]),
).replace('--:', ':--')}

${comparison(run)}

## What is measured

- The whole process, from its start to its end, as the kernel counts it: wall time, CPU time (user and system), peak
  resident memory. Not the servers. Files are in the page cache.
- A call for each file: the times of all calls are summed, the memory is that of the largest.
- Memory is never shown as less than that of the small program that starts each tool, which is what ${HASH} shows.
- Services that are far away are behind a relay that holds every byte back for half the round trip in each direction.
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

/** summary says in two sentences what the largest single file shows. */
function summary(results: readonly Result[]): string {
  const [largest] = workloadsOf(results)
    .filter(({ files }) => files === 1)
    .sort((a, b) => b.bytes - a.bytes)
  if (!largest) return ''
  const ours = find(results, largest, OURS)
  const hash = find(results, largest, HASH)
  if (!ours || !hash) return ''
  const others = results.filter(({ workload, tool }) => workload === largest && tool !== OURS && tool !== HASH)
  const times = others.map(({ tool, seconds }) => `${tool} ${(seconds.median / hash.seconds.median).toFixed(2)}`)
  const memory = others.map(({ tool, peakBytes }) => `${tool} ${mebibytes(peakBytes.median)}`)
  return `Signing ${titleOf(largest)} takes ${OURS} ${(ours.seconds.median / hash.seconds.median).toFixed(2)} times as long as
\`openssl dgst -sha256\` needs to hash it (${times.join(', ')} times), and ${mebibytes(ours.peakBytes.median)} MiB of
memory at its peak (${memory.join(', ')} MiB).`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
