/*
 * Owns the playing of one signing run as planned: a sandbox and a workspace of its own, things of others in both, the run,
 * and what must hold afterwards. Must not choose anything.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { SandboxArtifact } from '../artifact-store.ts'
import type { Environment } from '../environment.ts'
import type { Fault } from '../faults.ts'
import { observe, type Evidence } from '../oracles/evidence.ts'
import { problemsOf } from '../oracles/oracles.ts'
import { opinionOf } from '../oracles/second-opinion.ts'
import { ACTION_FILE, DIST, runStep } from '../runner/run-step.ts'
import { startSandbox, type Sandbox } from '../sandbox.ts'
import type { Members } from '../zip.ts'
import { killing } from './killing.ts'
import type { PlannedFaults } from './faults.ts'
import type { Played } from './play.ts'
import { playRelease } from './play-release.ts'
import type { SignPlan } from './sign-plan.ts'

/** Milliseconds after which a run has to be gone whatever happens: the artifact's own budget and some. */
const LIMIT = 200_000

/** playSign plays a plan in a workspace, a new directory, and returns what does not hold. */
export async function playSign(plan: SignPlan, workspace: string): Promise<Played> {
  const sandbox = await startSandbox({ claims: { ...plan.claims, run_attempt: String(plan.attempt) } })
  try {
    writeFilesOf(plan, workspace)
    const others = newOthers(sandbox)
    others.add('theirs')
    if (plan.lookalike) others.add('signatures', membersOf(plan))
    Object.assign(sandbox.claims, plan.token)
    Object.assign(sandbox.certificate, plan.certificate)
    Object.assign(sandbox.clock, plan.clock)
    setFaults(sandbox, plan.faults)
    const { intruder } = plan
    const first = plan.files[0] ?? { name: '', size: 0 }
    const content = contentOf(first.name, first.size)
    const release = plan.release && playRelease(sandbox, plan.release, { name: first.name, content })
    if (intruder !== undefined) intrude(sandbox, plan.faults, () => others.add(intruder.name, THEIRS, intruder.broken))
    const kill = killing(plan.kill, sandbox.requests)
    const environment: Environment & SignPlan['environment'] = { ...sandbox.environment, ...QUICK, ...plan.environment }
    const place = { action: 'sign', workspace, sandbox, attempt: plan.attempt } as const
    const evidence = await observe(place, () =>
      runStep({
        dist: DIST.sign,
        actionFile: ACTION_FILE.sign,
        workspace,
        environment,
        limit: LIMIT,
        started: kill.started,
        with: { ...filesOf(plan), ...trustOf(plan, sandbox), ...plan.inputs, ...release?.inputs },
      }),
    )
    if (kill.isTooEarly(evidence.result)) return { evidence, problems: [] }
    const problems = problemsOf(evidence, opinionOf(sandbox), {}, sandbox.artifacts)
    return {
      evidence,
      problems: [
        ...problems,
        ...kill.problems(),
        ...others.problems(),
        ...wayProblems(plan, workspace),
        ...(release?.problems(evidence) ?? []),
        ...publicProblems(evidence),
        ...successProblems(plan, evidence),
      ],
    }
  } finally {
    await sandbox.close()
  }
}

/** setFaults has the requests of a sandbox meet the planned faults. */
export function setFaults({ faults }: Sandbox, planned: readonly PlannedFaults[]): void {
  for (const { route, script, always } of planned) {
    faults.script(route, ...script.map(({ fault }) => fault))
    if (always !== undefined) faults.always(route, always.fault)
  }
}

/** The artifact library's own watch over an upload, five minutes by itself. */
const QUICK = { ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: '700' }

function writeFilesOf(plan: SignPlan, workspace: string): void {
  const { files, byDigest } = plan
  const given = files.map(({ name, size }) => [name, contentOf(name, size)] as const)
  const theirs = [['notes.txt', Buffer.from('notes of others')] as const, ...inTheWayOf(plan)]
  for (const [name, content] of byDigest ? theirs : [...given, ...theirs]) {
    const file = path.join(workspace, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

function inTheWayOf({ files, inTheWay }: SignPlan): readonly (readonly [string, Buffer])[] {
  const first = files[0]?.name ?? ''
  return Object.entries(inTheWay).map(([ending, text]) => [first + ending, Buffer.from(text, 'latin1')])
}

/** What others keep where our signatures would go has to be as it was. */
function wayProblems(plan: SignPlan, workspace: string): readonly string[] {
  return inTheWayOf(plan)
    .filter(([name, content]) => !isAsItWas(path.join(workspace, name), content))
    .map(([name]) => `'${name}' of others is gone, or another`)
}

function isAsItWas(file: string, content: Buffer): boolean {
  return existsSync(file) && readFileSync(file).equals(content)
}

function contentOf(name: string, size: number): Buffer {
  return Buffer.alloc(size, createHash('sha256').update(name).digest())
}

function filesOf({ files, byDigest }: SignPlan): Readonly<Record<string, string>> {
  if (!byDigest) return { files: files.map(({ name }) => `./${name}`).join('\n') }
  const digest = (name: string, size: number): string =>
    createHash('sha256').update(contentOf(name, size)).digest('hex')
  return { files: '', checksums: files.map(({ name, size }) => `${digest(name, size)}  ${name}\n`).join('') }
}

function trustOf({ trust }: SignPlan, sandbox: Sandbox): Readonly<Record<string, string>> {
  if (trust === 'tuf') return { 'tuf-url': sandbox.urls.tuf, 'tuf-root': sandbox.tufRootPath }
  const signingConfig = trust === 'rekor2' ? sandbox.signingConfigRekor2Path : sandbox.signingConfigPath
  return { 'trusted-root': sandbox.trustedRootPath, 'signing-config': signingConfig }
}

const THEIRS: Members = new Map([['theirs.txt', Buffer.from('theirs')]])

function membersOf({ files }: SignPlan): Members {
  const names = files.flatMap(({ name }) =>
    ['.sig', '.pem', '.sigstore.json'].map((suffix) => path.basename(name) + suffix),
  )
  return new Map(names.map((name) => [name, Buffer.from(name)]))
}

/** Others is what other jobs of the run have, and have to keep. */
interface Others {
  /** Makes an artifact of theirs, where the name is free; a broken one is no archive. */
  add(name: string, members?: Members, broken?: boolean): void
  problems(): readonly string[]
}

function newOthers({ artifacts }: Sandbox): Others {
  const theirs: { readonly artifact: SandboxArtifact; readonly blob: Buffer | undefined }[] = []
  return {
    add: (name, members = THEIRS, broken = false) => {
      if (artifacts.get(name) !== undefined) return
      const artifact = artifacts.add(name, members)
      if (broken) artifact.blob = Buffer.from('no archive')
      theirs.push({ artifact, blob: artifact.blob })
    },
    problems: () =>
      theirs
        .filter(({ artifact, blob }) => artifacts.get(artifact.name) !== artifact || artifact.blob !== blob)
        .map(({ artifact }) => `artifact '${artifact.name}' of another job is gone, or another`),
  }
}

/** Another job of the run makes its artifact while this one waits for its token. */
function intrude({ faults }: Sandbox, planned: readonly PlannedFaults[], make: () => void): void {
  const script = planned.find(({ route }) => route === 'runner.token')?.script ?? []
  const intrusion: Fault = {
    kind: 'lie',
    request: (request) => {
      make()
      return request
    },
  }
  faults.script('runner.token', intrusion, ...script.map(({ fault }) => fault))
}

/** What a log has taken is told, however the run ends; what it may have taken, too. */
function publicProblems({ requests, result }: Evidence): readonly string[] {
  const taken = requests.filter(({ route, status }) => /^rekor2?\.create$/.test(route ?? '') && status === 201)
  if (taken.length === 0 || result.outputs['signed'] === 'true') return []
  const told = result.commands.some(({ name, data }) => name === 'warning' && data.includes('public'))
  return told ? [] : ['a log entry became public, and nothing was said of it']
}

function successProblems({ files, isHarmless }: SignPlan, { requests, result }: Evidence): readonly string[] {
  const { exitCode, outputs } = result
  if (exitCode !== 0) return isHarmless ? ['nothing was in its way, yet it failed'] : []
  if (outputs['signed'] !== 'true') return []
  const answered = (route: RegExp): number =>
    requests.filter((each) => route.test(each.route ?? '') && each.status >= 200 && each.status < 300).length
  const results = JSON.parse(outputs['results'] ?? '[]') as readonly unknown[]
  return [
    ...(isHarmless && results.length !== files.length
      ? [`${results.length} of ${files.length} files were signed`]
      : []),
    ...(answered(/^fulcio/) === 0 ? ['it signed, and no certificate was issued'] : []),
    ...(answered(/^rekor/) < results.length ? [`it signed ${results.length} files with fewer log entries`] : []),
    ...(answered(/^tsa/) < results.length ? [`it signed ${results.length} files with fewer timestamps`] : []),
  ]
}
