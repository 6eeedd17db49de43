/*
 * Owns the product as the lab sees it: `dist/` started as a runner starts an action, with what it set, printed and wrote.
 * Knows inputs and outputs by name, nothing of the sources.
 */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from './lab.ts'
import { requestToken } from './servers/issuer.ts'
import type { RekorVersion } from './servers/trust-material.ts'
import { run } from './support/run.ts'

/** ActionRequest is one step of a workflow. */
export interface ActionRequest {
  readonly entry: 'sign' | 'verify'
  /** Absolute path. */
  readonly workspace: string
  /** Inputs by their names in action.yml. */
  readonly inputs: Readonly<Record<string, string>>
  /** Added to the job's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** ActionRun is what became of a step. */
export interface ActionRun {
  readonly exitCode: number
  /** Everything it printed, both streams. */
  readonly log: string
  readonly outputs: Readonly<Partial<Record<string, string>>>
  /** The job summary, Markdown. */
  readonly summary: string
}

/** runAction runs dist/ENTRY/index.js in a job that agrees with the claims of the lab's issuer. */
export async function runAction(lab: Lab, request: ActionRequest): Promise<ActionRun> {
  const { workspace, entry, inputs } = request
  const runner = await mkdtemp(path.join(lab.places.run, 'runner-'))
  const files = { output: path.join(runner, 'output'), summary: path.join(runner, 'summary') }
  for (const file of Object.values(files)) await writeFile(file, '')
  const temporary = path.join(runner, 'temp')
  await mkdir(temporary)
  const { claims } = lab.issuer
  const env: Record<string, string> = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: String(claims['repository']),
    GITHUB_SHA: String(claims['sha']),
    GITHUB_REF: String(claims['ref']),
    GITHUB_RUN_ID: String(claims['run_id']),
    GITHUB_RUN_ATTEMPT: String(claims['run_attempt']),
    GITHUB_EVENT_NAME: String(claims['event_name']),
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    RUNNER_TEMP: temporary,
    ACTIONS_ID_TOKEN_REQUEST_URL: lab.issuer.requestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    ...request.env,
  }
  for (const [name, value] of Object.entries(inputs)) env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value
  const program = path.join(lab.places.project, 'dist', entry, 'index.js')
  const { code, stdout, stderr } = await run(process.execPath, [program], { cwd: workspace, env })
  return {
    exitCode: code,
    log: stdout + stderr,
    outputs: readOutputs(await readFile(files.output, 'utf8')),
    summary: await readFile(files.summary, 'utf8'),
  }
}

/** signInputs returns the inputs that lead a run to the lab's services, without an artifact: no runner is here to take one. */
export function signInputs(lab: Lab, rekorVersion: RekorVersion): Record<string, string> {
  return {
    'trusted-root': lab.trust.trustedRoot,
    'signing-config': lab.trust.signingConfig[rekorVersion],
    'upload-artifact': 'false',
    'timeout-minutes': '1',
  }
}

/** readOutputs returns what GITHUB_OUTPUT holds: `NAME<<DELIMITER`, lines, DELIMITER, as @actions/core writes it. */
export function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  for (const [, name = '', , value = ''] of text.matchAll(/^(.+?)<<(\S+)\r?\n([\s\S]*?)\r?\n?^\2$/gm))
    outputs[name] = value
  return outputs
}
