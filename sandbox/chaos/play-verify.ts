/*
 * Owns the playing of one verifying run as planned: what a forge signed, damaged, in a workspace of its own. Must not choose
 * anything.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Json } from '../faults.ts'
import { ISSUER, IDENTITY, newForge, type Forge } from '../forge.ts'
import { observe } from '../oracles/evidence.ts'
import { problemsOf } from '../oracles/oracles.ts'
import { ACTION_FILE, DIST, runStep } from '../runner/run-step.ts'
import { startSandbox, type Sandbox } from '../sandbox.ts'
import { killing } from './killing.ts'
import { damaged, mutated } from './mutation.ts'
import type { Played } from './play.ts'
import { setFaults } from './play-sign.ts'
import { newRandom, type Random } from './random.ts'
import type { VerifyPlan } from './verify-plan.ts'

const LIMIT = 100_000
/** What a job of another repository has, which gets no token. */
const JOB = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'workflow_dispatch',
  GITHUB_REPOSITORY: 'octo-org/deploy',
  GITHUB_SHA: '0'.repeat(40),
  GITHUB_RUN_ID: '1',
}

/** playVerify plays a plan in a workspace, a new directory, and returns what does not hold. */
export async function playVerify(plan: VerifyPlan, workspace: string): Promise<Played> {
  const [sandbox, forge, stranger] = [await startSandbox(), await newForge(), await newForge()]
  try {
    await prepare(plan, forge, workspace)
    const root = path.join(sandbox.directory, 'trust.json')
    writeFileSync(root, JSON.stringify((plan.trust === 'stranger' ? stranger : forge).trustedRoot))
    sandbox.tuf.targets.set('trusted_root.json', readFileSync(root))
    setFaults(sandbox, plan.faults)
    const kill = killing(plan.kill, sandbox.requests)
    const evidence = await observe({ action: 'verify', workspace, sandbox }, () =>
      runStep({
        dist: DIST.verify,
        actionFile: ACTION_FILE.verify,
        workspace,
        environment: { ...JOB, RUNNER_TEMP: sandbox.environment['RUNNER_TEMP'] },
        limit: LIMIT,
        started: kill.started,
        with: {
          files: plan.files.map(({ name }) => `./${name}`).join('\n'),
          ...trustOf(plan, sandbox, root),
          ...plan.inputs,
        },
      }),
    )
    if (kill.isTooEarly(evidence.result)) return { evidence, problems: [] }
    const problems = problemsOf(evidence, { trustedRoot: root, identity: IDENTITY, issuer: ISSUER })
    const failed = plan.isHarmless && evidence.result.exitCode !== 0
    return {
      evidence,
      problems: [...problems, ...kill.problems(), ...(failed ? ['nothing was in its way, yet it failed'] : [])],
    }
  } finally {
    await sandbox.close()
  }
}

async function prepare(plan: VerifyPlan, forge: Forge, workspace: string): Promise<void> {
  const random = newRandom(plan.damageSeed, 0)
  writeFileSync(path.join(workspace, 'notes.txt'), 'notes of others')
  for (const { name, options } of plan.files) {
    const file = path.join(workspace, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, name)
    writeFileSync(`${file}.sigstore.json`, JSON.stringify(await forge.bundle({ ...options, content: name })))
  }
  for (const { name, damage } of plan.files) doDamage(path.join(workspace, name), damage, random, forge, workspace)
}

function doDamage(
  file: string,
  damage: VerifyPlan['files'][number]['damage'],
  random: Random,
  _: Forge,
  workspace: string,
): void {
  const bundle = `${file}.sigstore.json`
  switch (damage) {
    case 'none':
      return
    case 'file':
      return writeFileSync(file, damaged(readFileSync(file), random))
    case 'bundle-json':
      return writeFileSync(bundle, JSON.stringify(mutated(JSON.parse(readFileSync(bundle, 'utf8')) as Json, random)))
    case 'bundle-bytes':
      return writeFileSync(bundle, damaged(readFileSync(bundle), random))
    case 'bundle-gone':
      return rmSync(bundle)
    case 'swapped':
      return writeFileSync(bundle, readFileSync(path.join(workspace, 'notes.txt')))
  }
}

function trustOf({ trust }: VerifyPlan, sandbox: Sandbox, root: string): Readonly<Record<string, string>> {
  return trust === 'tuf' ? { 'tuf-url': sandbox.urls.tuf, 'tuf-root': sandbox.tufRootPath } : { 'trusted-root': root }
}
