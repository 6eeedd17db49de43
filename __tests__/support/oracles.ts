/*
 * Owns what must hold after every run of an action, whatever was scripted: how it ended, what it said, what it left
 * behind, and that nothing secret got out. Each oracle throws on the first thing that does not hold.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { PEAK_LIMIT } from '../../bench/promises.ts'
import type { RequestRecord } from '../../sandbox/http.ts'
import type { RouteName } from '../../sandbox/routes.ts'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { leakedSecret } from './secrets.ts'

const ALLOWED_COMMANDS = ['add-mask', 'debug', 'endgroup', 'error', 'group', 'notice', 'warning']
const SIGNATURE_FILES = ['.sig', '.pem', '.sigstore.json']

/** expectSuccess asserts exit code 0 and no error annotation. */
export function expectSuccess(result: ActionResult): void {
  expect({ errors: errors(result), exitCode: result.exitCode, stderr: result.stderr }).toEqual({
    errors: [],
    exitCode: 0,
    stderr: '',
  })
}

/** expectFailure asserts exit code 1 and exactly one error annotation, with this code as title, a text and a fix. */
export function expectFailure(result: ActionResult, code: string): void {
  expect(errors(result)).toHaveLength(1)
  expect(errors(result)[0]?.properties['title']).toBe(code)
  expect(errors(result)[0]?.data).toMatch(/^(?!Fix:)\S[^]*\nFix: \S/)
  expect(result.outputs['error-code']).toBe(code)
  expect(result.exitCode).toBe(1)
}

/** expectHarmless asserts what every run owes: only harmless commands, no secret anywhere, no call to the canary, little memory. */
export function expectHarmless(result: ActionResult, sandbox: Sandbox, ...directories: readonly string[]): void {
  expect(result.commands.map(({ name }) => name).filter((name) => !ALLOWED_COMMANDS.includes(name))).toEqual([])
  const printed = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  const said = [...printed, ...Object.values(result.outputs), result.summary].join('\n')
  const written = directories.flatMap(smallFiles).map((file) => readFileSync(file, 'latin1'))
  expect([said, ...written].map((text) => leakedSecret(text, secretsOf(sandbox)))).toEqual(
    [said, ...written].map(() => undefined),
  )
  expect(sandbox.requests.filter(({ service }) => service === 'canary')).toEqual([])
  expect(result.peakMemory ?? 0).toBeLessThanOrEqual(PEAK_LIMIT)
}

/** expectOnly asserts that a directory holds the given names and nothing else. */
export function expectOnly(directory: string, names: readonly string[]): void {
  expect(readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()).toEqual([...names].sort())
}

/** expectCompleteOrAbsent asserts that of a file's signature files all are there or none is; tells which. */
export function expectCompleteOrAbsent(file: string): 'complete' | 'absent' {
  const present = SIGNATURE_FILES.filter((suffix) => existsSync(file + suffix))
  const leftovers = readdirSync(path.dirname(file)).filter((name) => name.includes('.tmp'))
  expect(leftovers).toEqual([])
  expect([[], SIGNATURE_FILES]).toContainEqual(present)
  return present.length === 0 ? 'absent' : 'complete'
}

/** requestsOf returns the requests that a route got, in order. */
export function requestsOf(sandbox: Sandbox, route: RouteName): readonly RequestRecord[] {
  return sandbox.requests.filter((request) => request.route === route)
}

/** secretsOf returns what must never be seen: the bearers, every token, every signature of a signed address. */
function secretsOf({ artifacts, bearer, releases, tokens }: Sandbox): readonly string[] {
  return [bearer, releases.token, ...tokens, ...artifacts.signatures, ...releases.signatures]
}

function errors(result: ActionResult): ActionResult['commands'] {
  return result.commands.filter(({ name }) => name === 'error')
}

/** Files that could hold a secret in plain sight; images are as large as they like. */
function smallFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:sig|pem|json|txt|md)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
}
