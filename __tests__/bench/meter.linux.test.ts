/* Shows that the meter of the comparison tells a program's own peak, and the same one as the hook in the runner's stand-in. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { newMeter, runMeasured } from '../../bench/meter.ts'
import type { Cost } from '../../bench/results.ts'
import { temporaryDirectory } from '../support/builders.ts'

const MEBIBYTE = 1024 * 1024
const hasPython = spawnSync('python3', ['--version']).status === 0
const hook = path.resolve(import.meta.dirname, '../../sandbox/runner/cost-hook.mjs')

function measure(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Cost> {
  return runMeasured(newMeter('python3', temporaryDirectory()), program, args, env)
}

describe('the meter, where there is Python', () => {
  it('shows a program that is smaller than its own interpreter as small as it is', async () => {
    if (!hasPython) return
    const { peakBytes, seconds } = await measure('sleep', ['0.1'])
    expect(peakBytes).toBeLessThan(5 * MEBIBYTE)
    expect(seconds).toBeGreaterThanOrEqual(0.1)
  })

  it('tells the same peak as the process of an action does', async () => {
    if (!hasPython) return
    const file = path.join(temporaryDirectory(), 'cost')
    const args = ['--import', hook, '--eval', 'Buffer.alloc(60_000_000, 1)']
    const { peakBytes } = await measure(process.execPath, args, { KEYLESS_SIGN_COST_FILE: file })
    const [kibibytes = ''] = readFileSync(file, 'utf8').split(' ')
    expect(peakBytes).toBeGreaterThan(60_000_000)
    expect(Math.abs(peakBytes - Number(kibibytes) * 1024)).toBeLessThan(2 * MEBIBYTE)
  })

  it.each([
    ['fails', 'exit 7'],
    ['is killed', 'kill -KILL $$'],
  ])('has no cost for a program that %s', async (_, script) => {
    if (!hasPython) return
    await expect(measure('sh', ['-c', script])).rejects.toThrow('sh failed')
  })
})
