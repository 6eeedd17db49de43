/*
 * Owns the two ways in which a scenario may expect a run to end. What every run owes, however it ends, is in
 * sandbox/oracles, which the scenes ask after each.
 */
import { expect } from '@jest/globals'
import type { RequestRecord } from '../../sandbox/http.ts'
import type { RouteName } from '../../sandbox/routes.ts'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'

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

/** requestsOf returns the requests that a route got, in order. */
export function requestsOf(sandbox: Sandbox, route: RouteName): readonly RequestRecord[] {
  return sandbox.requests.filter((request) => request.route === route)
}

function errors(result: ActionResult): ActionResult['commands'] {
  return result.commands.filter(({ name }) => name === 'error')
}
