/*
 * Owns one run of chaos against the real servers: relays that misbehave, a signing, a verifying of what it signed and of
 * something else, and a verifier of others in between. Must not choose anything.
 */
import { randomBytes } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { killing } from '../../sandbox/chaos/killing.ts'
import { newRandom } from '../../sandbox/chaos/random.ts'
import type { Report } from '../../sandbox/chaos/report.ts'
import { observe, type Evidence } from '../../sandbox/oracles/evidence.ts'
import { problemsOf } from '../../sandbox/oracles/oracles.ts'
import type { Opinion } from '../../sandbox/oracles/second-opinion.ts'
import { ask } from '../acceptance/ask.ts'
import { materialOf } from '../acceptance/material.ts'
import { bundleQuestions } from '../acceptance/questions.ts'
import type { Lab } from '../lab.ts'
import { labInputs, runLabStep } from '../product.ts'
import { requestToken } from '../servers/issuer.ts'
import { startSigningRelays } from '../support/signing-relays.ts'
import { labPlan, type LabPlan } from './plan.ts'

const LIMIT = 100_000

/** playInLab plays the `index`-th run of a seed. */
export async function playInLab(lab: Lab, seed: number, index: number): Promise<Report> {
  const plan = labPlan(newRandom(seed, index))
  const workspace = await mkdtemp(path.join(lab.places.run, 'chaos-'))
  try {
    const names = plan.names.map((name) => `./${name}`)
    for (const name of plan.names) {
      await mkdir(path.dirname(path.join(workspace, name)), { recursive: true })
      await writeFile(path.join(workspace, name), randomBytes(1000))
    }
    const signing = await sign(lab, plan, names, workspace)
    const verifying = signing.evidence.result.exitCode === 0 ? await verifyAll(lab, plan, names, workspace) : []
    const { exitCode, milliseconds, outputs, stdout } = signing.evidence.result
    return {
      index,
      problems: [...signing.problems, ...verifying],
      ending: outputs['error-code'] ?? (exitCode === 0 ? 'sign' : 'cancelled at once'),
      milliseconds,
      story: [JSON.stringify(plan), stdout.replaceAll(/^::add-mask::.*\n/gm, '')].join('\n'),
    }
  } finally {
    await rm(workspace, { recursive: true, force: true })
  }
}

const opinionIn = (lab: Lab): Opinion => ({
  trustedRoot: lab.trust.trustedRoot,
  identity: lab.identity(),
  issuer: lab.issuer.url,
})

async function sign(
  lab: Lab,
  plan: LabPlan,
  names: readonly string[],
  workspace: string,
): Promise<{ readonly evidence: Evidence; readonly problems: readonly string[] }> {
  const { fulcio, rekor, timestampAuthority } = plan.misconducts
  const conducts = {
    ...(fulcio && { fulcio: fulcio.conduct }),
    ...(rekor && { rekor: rekor.conduct }),
    ...(timestampAuthority && { timestampAuthority: timestampAuthority.conduct }),
  }
  const directory = await mkdtemp(path.join(lab.places.run, 'chaos-relays-'))
  const relays = await startSigningRelays(lab, plan.rekorVersion, directory, conducts)
  const kill = killing(plan.kill, [])
  try {
    const inputs = {
      ...labInputs(lab, plan.rekorVersion),
      'signing-config': relays.signingConfig,
      'timeout-minutes': String(plan.minutes),
      files: names.join('\n'),
    }
    const observed = await observe({ action: 'sign', workspace }, () =>
      runLabStep(lab, { action: 'sign', workspace, with: inputs, limit: LIMIT, started: kill.started }),
    )
    const evidence = { ...observed, secrets: [requestToken] }
    if (kill.isTooEarly(evidence.result)) return { evidence, problems: [] }
    const failed = plan.isHarmless && evidence.result.exitCode !== 0
    const entered = relays.rekor.passages.some(({ method, answered }) => method === 'POST' && answered === 201)
    const silent = evidence.result.outputs['signed'] !== 'true' && !/^::warning::.*public/m.test(evidence.result.stdout)
    const problems = [
      ...problemsOf(evidence, opinionIn(lab)),
      ...kill.problems(),
      ...(failed ? ['nothing was in its way, yet it failed'] : []),
      ...(entered && silent ? ['a log entry became public, and nothing was said of it'] : []),
    ]
    return { evidence, problems }
  } finally {
    await relays.close()
  }
}

/** What was signed verifies, with our action and with cosign; with another byte behind it, it does not. */
async function verifyAll(
  lab: Lab,
  plan: LabPlan,
  names: readonly string[],
  workspace: string,
): Promise<readonly string[]> {
  const inputs = {
    files: names.join('\n'),
    identity: lab.identity(),
    issuer: lab.issuer.url,
    'trusted-root': lab.trust.trustedRoot,
  }
  const verify = async (): Promise<Evidence> =>
    observe({ action: 'verify', workspace }, () => runLabStep(lab, { action: 'verify', workspace, with: inputs }))
  const good = await verify()
  const goodProblems = problemsOf(good, opinionIn(lab))
  const [first = ''] = plan.names
  const file = path.join(workspace, first)
  const [question] = bundleQuestions(await materialOf(lab, plan.rekorVersion, file))
  const answer = question === undefined ? { passed: false, detail: 'not asked' } : await ask(question)
  await appendFile(file, 'x')
  const bad = await verify()
  return [
    ...goodProblems,
    ...(good.result.exitCode === 0 ? [] : ['what was signed does not verify']),
    ...(answer.passed ? [] : [`cosign refuses what was signed: ${answer.detail ?? ''}`]),
    ...problemsOf(bad, opinionIn(lab)),
    ...(bad.result.outputs['error-code'] === 'E_DIGEST_MISMATCH' ? [] : ['another file verifies']),
  ]
}
