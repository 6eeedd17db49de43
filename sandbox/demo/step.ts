/*
 * Owns one step of the demonstration: a built action run as a runner would, with its log shown as it comes. Must not
 * judge the result.
 */
import { styleText } from 'node:util'
import type { Sandbox } from '../sandbox.ts'
import { ACTION_FILE, DIST, runStep, type ActionResult } from '../runner/run-step.ts'
import { renderLogLine } from './render.ts'

/** title prints the heading of the next part. */
export function title(text: string): void {
  console.log(`\n${styleText('bold', `== ${text}`)}\n`)
}

/** showStep runs an action in the workspace with these inputs, shows its log, and returns what it left. */
export function showStep(
  action: 'sign' | 'verify',
  sandbox: Sandbox,
  workspace: string,
  inputs: Readonly<Record<string, string>>,
): Promise<ActionResult> {
  return runStep({
    dist: DIST[action],
    actionFile: ACTION_FILE[action],
    with: inputs,
    environment: sandbox.environment,
    expressions: {
      'github.token': sandbox.releases.token,
      'job.workflow_ref': String(sandbox.claims['job_workflow_ref'] ?? ''),
    },
    workspace,
    limit: 3_600_000,
    started: (child) => {
      child.stdout?.on('data', showLog())
    },
  })
}

/** Shows whole lines only, as they come. */
function showLog(): (text: string) => void {
  let rest = ''
  return (text) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const shown = renderLogLine(line)
      if (shown !== undefined) console.log(shown)
    }
  }
}
