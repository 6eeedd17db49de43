/*
 * Owns one run of chaos: planned from its seed, played, judged, and told for people. Must not know other runs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Evidence } from '../oracles/evidence.ts'
import { playSign } from './play-sign.ts'
import { playVerify } from './play-verify.ts'
import { newRandom } from './random.ts'
import type { Report } from './report.ts'
import { signPlan, type SignPlan } from './sign-plan.ts'
import { verifyPlan, type VerifyPlan } from './verify-plan.ts'

/** Played is what one run did, and what does not hold of it. */
export interface Played {
  readonly evidence: Evidence
  readonly problems: readonly string[]
}

/** playRun plays the `index`-th run of a seed. */
export async function playRun(seed: number, index: number): Promise<Report> {
  const random = newRandom(seed, index)
  const plan = random.chance(0.65) ? signPlan(random) : verifyPlan(random)
  const workspace = mkdtempSync(path.join(tmpdir(), 'keyless-sign-chaos-'))
  try {
    const { evidence, problems } =
      plan.action === 'sign' ? await playSign(plan, workspace) : await playVerify(plan, workspace)
    const { exitCode, milliseconds, outputs } = evidence.result
    const ending = outputs['error-code'] ?? (exitCode === 0 ? plan.action : 'cancelled at once')
    return { index, problems, ending, milliseconds, story: storyOf(plan, evidence) }
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}

function storyOf(plan: SignPlan | VerifyPlan, { requests, result }: Evidence): string {
  const { faults, ...rest } = plan
  const meets = faults.map(({ route, script, always }) => {
    const first = script.map(({ words }) => words).join(', then ')
    return `  ${route}: ${first}${always === undefined ? '' : `, then always ${always.words}`}`
  })
  const asked = requests.map(({ route, method, path: where, status }) => `  ${route ?? `${method} ${where}`} ${status}`)
  const said = `${result.stdout}${result.stderr}`.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  const planned = JSON.stringify(rest, (_, value: unknown) => (isKey(value) ? 'another key' : value))
  return [
    planned,
    'faults:',
    ...meets,
    'requests:',
    ...asked,
    `log (exit code ${String(result.exitCode)}):`,
    ...said.map((line) => `  ${line}`),
  ].join('\n')
}

function isKey(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'asymmetricKeyType' in value
}
