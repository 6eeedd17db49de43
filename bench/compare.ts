/*
 * Owns the comparison's run: every workload, round by round, in each round every tool in turn, so that whatever else the
 * machine does meets all of them. Prints nothing but progress; judges nothing.
 */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { newMeter } from './meter.ts'
import { type Need, needsOf } from './needs.ts'
import { startRelays } from './relays.ts'
import type { Comparison, Requests, Result, Sample, Workload } from './results.ts'
import { resultOf } from './results.ts'
import { type Task, tasks } from './tasks.ts'
import type { Surroundings, Tool } from './tools.ts'
import { startUploads } from './uploads.ts'
import { titleOf, writeFiles, type Workloads } from './workloads.ts'

/** compare measures all tools on all workloads; `directory` is emptied first and removed in the end. */
export async function compare(
  lab: Lab,
  directory: string,
  workloads: Workloads,
  rounds: number,
  say: (line: string) => void,
): Promise<Comparison & { readonly needs: readonly Need[] }> {
  const clean = () => rmSync(directory, { recursive: true, force: true })
  clean()
  mkdirSync(directory, { recursive: true })
  process.once('exit', clean)
  const relays = await startRelays(lab, directory)
  const uploads = await startUploads(directory)
  const meter = newMeter(path.join(lab.places.venv, 'bin/python'), directory)
  const surroundings: Surroundings = { lab, relays, meter, uploads }
  const all = async (name: keyof Workloads): Promise<Result[]> => {
    const results: Result[] = []
    for (const workload of workloads[name]) {
      const times = Math.min(rounds, workload.rounds ?? rounds)
      say(`${tasks[name].title}: ${titleOf(workload)}, ${times} ${times === 1 ? 'round' : 'rounds'}`)
      results.push(...(await measure(surroundings, directory, tasks[name], workload, times)))
    }
    return results
  }
  try {
    const needs = await needsOf(lab.places, uploads.step)
    return { signing: await all('signing'), jobs: await all('jobs'), verifying: await all('verifying'), needs }
  } finally {
    await Promise.all([relays.close(), uploads.close()])
    clean()
  }
}

async function measure(
  surroundings: Surroundings,
  directory: string,
  { tools, prepare }: Task,
  workload: Workload,
  rounds: number,
): Promise<Result[]> {
  const { relays } = surroundings
  const input = path.join(directory, 'input')
  mkdirSync(input)
  const files = await writeFiles(input, workload)
  const samples = new Map(tools.map((tool): [Tool, Sample[]] => [tool, []]))
  relays.roundTrip = 0
  await prepare?.(surroundings, files)
  // A first round that does not count: programs and files are in the page cache after it.
  for (const tool of tools) await sample(surroundings, directory, tool, files.slice(0, 1))
  relays.roundTrip = workload.roundTrip
  for (let round = 0; round < rounds; round++)
    for (const [tool, list] of samples) list.push(await sample(surroundings, directory, tool, files))
  rmSync(input, { recursive: true })
  return [...samples].map(([tool, list]) => resultOf(workload, tool.title, list))
}

async function sample(
  surroundings: Surroundings,
  directory: string,
  tool: Tool,
  files: readonly string[],
): Promise<Sample> {
  const work = path.join(directory, 'work')
  mkdirSync(work)
  const before = surroundings.relays.requests()
  const cost = await tool.run({ ...surroundings, files, directory: work })
  rmSync(work, { recursive: true })
  return { ...cost, requests: difference(surroundings.relays.requests(), before) }
}

function difference(after: Requests, before: Requests): Requests {
  return {
    token: after.token - before.token,
    fulcio: after.fulcio - before.fulcio,
    rekor: after.rekor - before.rekor,
    timestamp: after.timestamp - before.timestamp,
  }
}
