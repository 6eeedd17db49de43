/* Runs the command for people. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from '@jest/globals'
import { COMPILED } from '../support/compiled.ts'

const main = path.resolve(import.meta.dirname, '../../sandbox/main.ts')
const run = (...parameters: readonly string[]) =>
  spawnSync(process.execPath, [main, ...parameters], { encoding: 'utf8', env: { ...process.env, ...COMPILED } })

it("runs one command in the job's environment, passes its exit code on and removes its files", () => {
  const script = `
    const fs = require('node:fs')
    fs.readFileSync(process.env.SANDBOX_SIGNING_CONFIG)
    console.log(process.env.SANDBOX_TRUSTED_ROOT)
    process.exit(7)`
  const { status, stdout } = run('--run', process.execPath, '-e', script)
  expect(status).toBe(7)
  expect(stdout).toContain('trusted_root.json')
  expect(existsSync(stdout.trim())).toBe(false)
})

it('says how it is used, when it is asked or used in another way', () => {
  const asked = run('--help')
  expect([asked.status, asked.stdout]).toEqual([0, expect.stringContaining('usage:')])
  const wrong = run('--helo')
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('usage:')])
})
