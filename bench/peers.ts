/*
 * Owns `npm run bench -- --peers`: the comparison on a running lab, its page and its chart. Fails when a tool fails, or
 * when the product's memory or requests are not what it promises; never because of a time.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { format } from 'prettier'
import { withLab } from '../lab/session.ts'
import { requireSpace } from '../lab/setup/requirements.ts'
import { broken } from './promises.ts'
import { chartOf } from './chart.ts'
import { compare } from './compare.ts'
import { describeMachine } from './machine.ts'
import { comparison, pageOf } from './page.ts'
import { tasks } from './tasks.ts'
import { fullWorkloads, quickWorkloads } from './workloads.ts'

const docs = path.resolve(import.meta.dirname, '../docs')

/** comparePeers returns the exit code. */
export async function comparePeers(quick: boolean, rounds: number, say: (line: string) => void): Promise<number> {
  const workloads = quick ? quickWorkloads : fullWorkloads
  const machine = await describeMachine()
  let exitCode = 0
  await withLab(say, async (lab) => {
    // The largest input at a time, and as much again for whatever the tools write.
    await requireSpace(
      lab.places.cache,
      2 *
        Math.max(
          ...Object.values(workloads)
            .flat()
            .map(({ files, bytes }) => files * bytes),
        ),
    )
    const start = performance.now()
    const { needs, ...results } = await compare(lab, path.join(lab.places.cache, 'bench'), workloads, rounds, say)
    const minutes = Math.ceil((performance.now() - start) / 60_000)
    const tools = { signing: tasks.signing.tools, jobs: tasks.jobs.tools, verifying: tasks.verifying.tools }
    const markdown = (text: string) => format(text, { parser: 'markdown', printWidth: 120 })
    say(`\n${await markdown(comparison({ results, tools, needs }))}`)
    if (!quick) {
      await mkdir(docs, { recursive: true })
      await writeFile(
        path.join(docs, 'performance.md'),
        await markdown(pageOf({ results, tools, needs, machine, rounds, minutes })),
      )
      await writeFile(path.join(docs, 'performance.svg'), chartOf(results.signing))
      say('written: docs/performance.md, docs/performance.svg')
    }
    for (const promise of [...broken(results.signing), ...broken(results.jobs)]) {
      say(`MISSED ${promise}`)
      exitCode = 1
    }
  })
  return exitCode
}
