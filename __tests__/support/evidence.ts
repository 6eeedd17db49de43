/*
 * Owns made-up runs for the tests of the oracles: a signing run that ended well, its parts overridden. Runs nothing.
 */
import type { RequestRecord } from '../../sandbox/http.ts'
import type { RouteName, ServiceName } from '../../sandbox/routes.ts'
import type { Evidence } from '../../sandbox/oracles/evidence.ts'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import { runnerCommands } from '../../sandbox/runner/runner-commands.ts'

/** aResult returns what a run left that printed `stdout` and ended with 0, its parts overridden. */
export function aResult(stdout: string, changes: Partial<ActionResult> = {}): ActionResult {
  const commands = runnerCommands(stdout)
  const ended = { exitCode: 0, isKilled: false, stderr: '', outputs: {}, summary: '', milliseconds: 1 }
  const cost = { peakMemory: 1, processorTime: 1 }
  return { ...ended, ...cost, stdout, commands, ...changes }
}

/** anEvidence returns the evidence of a signing run that asked nobody and left nothing, its parts overridden. */
export function anEvidence(changes: Partial<Evidence> = {}): Evidence {
  const nothing = new Map<string, string>()
  return {
    action: 'sign',
    result: aResult('', { outputs: { signed: 'true' } }),
    workspace: '/nowhere',
    before: nothing,
    after: nothing,
    leftovers: [],
    requests: [],
    artifacts: { before: nothing, after: nothing },
    attempt: 1,
    secrets: [],
    ...changes,
  }
}

/** aRequest returns a request of a route, or of something that is none, as it was answered. */
export function aRequest(
  service: ServiceName,
  route: RouteName | undefined,
  status = 200,
  method = 'POST',
): RequestRecord {
  return { service, route, method, path: '/', status, at: 0, bytes: 0 }
}
