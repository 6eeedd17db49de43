/*
 * Owns how the tools of the comparison are measured: by meter.py, which starts any program and asks the kernel what it took.
 * Elsewhere the product tells its peak itself (sandbox/runner/cost-hook.mjs): without Python, on every system, and the same
 * number, which __tests__/bench/meter.linux.test.ts shows.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { lastLine, run, type RunOptions } from '../lab/support/run.ts'
import type { Cost } from './results.ts'

/** Meter measures one program at a time. */
export interface Meter {
  /** What to put before a program and its arguments to have it measured. */
  readonly command: readonly string[]
  /** The cost of the program that `command` started last. */
  last(): Promise<Cost>
}

/** newMeter returns a meter that runs in `python` and keeps one small file in `directory`. */
export function newMeter(python: string, directory: string): Meter {
  const file = path.join(directory, 'cost.json')
  const script = fileURLToPath(new URL('meter.py', import.meta.url))
  return {
    // Isolated and without site packages: as small as it gets.
    command: [python, '-I', '-S', script, file],
    async last() {
      return readCost(JSON.parse(await readFile(file, 'utf8')))
    },
  }
}

/** runMeasured runs a program to its end and returns its cost; throws when it fails. */
export async function runMeasured(
  meter: Meter,
  program: string,
  args: readonly string[],
  env: NonNullable<RunOptions['env']>,
): Promise<Cost> {
  const [python = '', ...wrapper] = meter.command
  const finished = await run(python, [...wrapper, program, ...args], { env })
  if (finished.code !== 0) throw new Error(`${path.basename(program)} failed: ${lastLine(finished)}`)
  return meter.last()
}

function readCost(json: unknown): Cost {
  const fields = new Map(Object.entries(json ?? {}))
  const number = (name: keyof Cost): number => {
    const value: unknown = fields.get(name)
    if (typeof value !== 'number') throw new Error(`the meter says no ${name}`)
    return value
  }
  return { seconds: number('seconds'), cpuSeconds: number('cpuSeconds'), peakBytes: number('peakBytes') }
}
