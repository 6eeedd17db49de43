/*
 * Owns the command: random faults on random services, random names, inputs and kills, both actions, from one seed. After
 * each run everything must hold that holds after every scenario; what does not is printed with the way to see it again.
 */
import { readOptions, type Options } from './options.ts'
import { playRun } from './play.ts'
import type { Report } from './report.ts'

type Play = (seed: number, index: number) => Promise<Report>

const options = readOptions(process.argv.slice(2))
const reports: Report[] = []
if (options.lab) {
  // Only who asks for the lab needs what it needs.
  const [{ withLab }, { playInLab }] = await Promise.all([
    import('../../lab/session.ts'),
    import('../../lab/chaos/play.ts'),
  ])
  await withLab(console.log, (lab) => playAll(options, (seed, index) => playInLab(lab, seed, index)))
} else {
  await playAll(options, playRun)
}
const failed = reports.filter(({ problems }) => problems.length > 0)
for (const [ending, count] of endings(reports)) console.log(`${String(count).padStart(6)} ${ending}`)
for (const { index } of failed)
  console.log(`again: npm run chaos -- --seed ${options.seed} --only ${index}${options.lab ? ' --lab' : ''}`)
console.log(`${reports.length} runs, ${failed.length} failed, seed ${options.seed}`)
process.exitCode = failed.length === 0 ? 0 : 1

/** Plays the runs, some at a time, and tells of a failed one at once. */
async function playAll({ runs, seed, only, atATime }: Options, play: Play): Promise<void> {
  const indexes = only === undefined ? Array.from({ length: runs }, (_, index) => index) : [only]
  const worker = async (): Promise<void> => {
    for (let index = indexes.shift(); index !== undefined; index = indexes.shift()) {
      const report = await play(seed, index)
      reports.push(report)
      if (only !== undefined) console.log(report.story)
      for (const problem of report.problems) console.log(`run ${index}, ${report.ending}: ${problem}`)
    }
  }
  await Promise.all(Array.from({ length: atATime }, worker))
}

function endings(reports: readonly Report[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const { ending } of reports) counts.set(ending, (counts.get(ending) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}
