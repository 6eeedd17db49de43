/* Shows with small scripts in place of a built action that the harness starts one as the runner does, and reads it back. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { runStep } from '../../../sandbox/runner/run-step.ts'
import type { ActionResult, ActionRun } from '../../../sandbox/runner/run-step.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'

const workspace = temporaryDirectory()
let built = 0

/** Runs `script` as the index.js of an action of its own. */
function run(script: string, options: Partial<ActionRun> = {}): Promise<ActionResult> {
  const dist = path.join(workspace, `dist-${String(built++)}`)
  mkdirSync(dist)
  writeFiles(dist, { 'index.js': script, 'package.json': '{"type":"commonjs"}' })
  return runStep({ dist, workspace, ...options })
}

describe('runStep', () => {
  it('names inputs as the runner does and fills in the defaults of action.yml', async () => {
    const [actionFile = ''] = writeFiles(workspace, {
      'action.yml': [
        'inputs:',
        '  files:',
        '    description: Files',
        '    required: true',
        '  upload-artifact:',
        "    default: 'true' # a comment",
        '  two words:',
        '    default: "it"',
        '  reference:',
        '    default: ${{ job.workflow_ref }}',
        'outputs:',
        '  signed:',
        '    description: Signed',
        'runs:',
        '  using: node24',
      ].join('\n'),
    })
    const { stdout } = await run('console.log(JSON.stringify(process.env))', {
      actionFile,
      with: { files: 'x.iso' },
      expressions: { 'job.workflow_ref': 'o/r/w.yml@main' },
    })
    const entries = Object.entries(JSON.parse(stdout) as Record<string, string>)
    expect(Object.fromEntries(entries.filter(([name]) => name.startsWith('INPUT_')))).toEqual({
      INPUT_FILES: 'x.iso',
      'INPUT_UPLOAD-ARTIFACT': 'true',
      INPUT_TWO_WORDS: 'it',
      INPUT_REFERENCE: 'o/r/w.yml@main',
    })
  })

  it('gives the process nothing of its own environment', async () => {
    process.env['KEYLESS_SIGN_OF_THE_PARENT'] = 'x'
    const { stdout } = await run('console.log(Object.keys(process.env).join())', { environment: { GITHUB_SHA: 'abc' } })
    const names = stdout.trim().split(',')
    const allowed = /^(?:(?:INPUT|GITHUB|RUNNER|ACTIONS)_.*|HOME|NODE_OPTIONS|KEYLESS_SIGN_COST_FILE|SystemRoot)$/
    expect(names.filter((name) => !allowed.test(name))).toEqual([])
    expect(names).toContain('GITHUB_SHA')
  })

  it('runs in the workspace, from a directory without node_modules', async () => {
    const { stdout } = await run('try { require("jest") } catch (e) { console.log(e.code, process.cwd()) }')
    expect(stdout.trim()).toBe(`MODULE_NOT_FOUND ${workspace}`)
  })

  it('reads outputs, summary and commands back', async () => {
    const { outputs, summary, commands, exitCode } = await run(`
      const fs = require('node:fs')
      fs.appendFileSync(process.env.GITHUB_OUTPUT, 'a=1\\nb<<END\\nx\\ny\\nEND\\n')
      fs.appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# Signed')
      console.error('::error title=E_X::text')
      process.exitCode = 3`)
    expect({ outputs, summary, exitCode }).toEqual({ outputs: { a: '1', b: 'x\ny' }, summary: '# Signed', exitCode: 3 })
    expect(commands).toEqual([{ name: 'error', properties: { title: 'E_X' }, data: 'text' }])
  })

  it('measures the peak of memory', async () => {
    const { peakMemory } = await run('globalThis.kept = Buffer.alloc(200 * 1024 * 1024, 1)')
    expect(peakMemory).toBeGreaterThan(200 * 1024 * 1024)
    expect(peakMemory).toBeLessThan(400 * 1024 * 1024)
  })

  it('kills a process that does not end', async () => {
    const result = await run('setInterval(() => {}, 1000)', { limit: 300 })
    expect(result).toMatchObject({ isKilled: true, exitCode: null })
  })

  it('hands out the process, to be cancelled as the runner does', async () => {
    const script = `process.on('SIGINT', () => process.exit(9)); setInterval(() => {}, 1000); console.log('ready')`
    const { exitCode } = await run(script, {
      started: (child) => child.stdout?.once('data', () => child.kill('SIGINT')),
    })
    expect(exitCode).toBe(9)
  })
})
