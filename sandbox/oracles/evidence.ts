/*
 * Owns what is noted of one run of an action: the workspace, the run's artifacts and the requests, before and after. Must
 * not judge any of it.
 */
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { RequestRecord } from '../http.ts'
import type { ActionResult } from '../runner/run-step.ts'
import type { Sandbox } from '../sandbox.ts'

/** ActionName is which of the two actions ran. */
export type ActionName = 'sign' | 'verify'

/** Snapshot tells by name, below one directory, what kind of file is there and which content it has. */
export type Snapshot = ReadonlyMap<string, string>

/** Evidence is all that one run can be judged by. */
export interface Evidence {
  readonly action: ActionName
  readonly result: ActionResult
  /** Absolute path. */
  readonly workspace: string
  readonly before: Snapshot
  readonly after: Snapshot
  /** Names in RUNNER_TEMP that the run left there. */
  readonly leftovers: readonly string[]
  /** What was asked of the sandbox during the run, in order. */
  readonly requests: readonly RequestRecord[]
  /** The run's artifacts by name: id and digest. */
  readonly artifacts: { readonly before: Snapshot; readonly after: Snapshot }
  /** GITHUB_RUN_ATTEMPT. */
  readonly attempt: number
  /** What nobody may ever see. */
  readonly secrets: readonly string[]
}

/** Place is where a run happens; without a sandbox it can reach no service. */
export interface Place {
  readonly action: ActionName
  /** Absolute path. */
  readonly workspace: string
  readonly sandbox?: Sandbox
  /** 1 where left out. */
  readonly attempt?: number
}

/** Bytes up to which a file's content counts; of a larger one, only its size and its times do. */
const SMALL = 1024 * 1024

/** observe has one run made and returns what can be seen of it. */
export async function observe(place: Place, run: () => Promise<ActionResult>): Promise<Evidence> {
  const { action, workspace, sandbox, attempt = 1 } = place
  const temporary = sandbox === undefined ? undefined : path.join(sandbox.directory, 'runner-temp')
  const [before, artifactsBefore] = [snapshot(workspace), artifactsIn(sandbox)]
  const temporaryBefore = namesIn(temporary)
  const asked = sandbox?.requests.length ?? 0
  const result = await run()
  return {
    action,
    result,
    workspace,
    before,
    after: snapshot(workspace),
    leftovers: namesIn(temporary).filter((name) => !temporaryBefore.includes(name)),
    requests: sandbox?.requests.slice(asked) ?? [],
    artifacts: { before: artifactsBefore, after: artifactsIn(sandbox) },
    attempt,
    secrets: sandbox === undefined ? [] : secretsOf(sandbox),
  }
}

/** secretsOf returns what must never be seen: the bearer, every token, every signature of a signed address. */
function secretsOf(sandbox: Sandbox): readonly string[] {
  const { artifacts, bearer, releases, tokens } = sandbox
  return [bearer, releases.token, ...tokens, ...artifacts.signatures, ...releases.signatures]
}

/** writtenIn returns the names that are new in the workspace, or whose content changed, in order. */
export function writtenIn({ before, after }: Pick<Evidence, 'before' | 'after'>): readonly string[] {
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name)).sort()
}

/** snapshot notes every file and link below a directory, and directories that cannot be entered. */
export function snapshot(directory: string): Snapshot {
  return new Map(entriesIn(directory, directory))
}

function entriesIn(directory: string, top: string): readonly (readonly [string, string])[] {
  return unlessForbidden(
    () =>
      readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(directory, entry.name)
        return entry.isDirectory() ? entriesIn(file, top) : [[path.relative(top, file), fingerprint(file)] as const]
      }),
    [[path.relative(top, directory), 'cannot be entered']],
  )
}

function fingerprint(file: string): string {
  // A name that is no UTF-8 comes as one that leads nowhere.
  const stats = lstatSync(file, { throwIfNoEntry: false })
  if (stats === undefined) return 'cannot be looked at'
  const { size, mode, mtimeMs } = stats
  if (!stats.isFile()) return `no regular file, ${mode.toString(8)}`
  const facts = `${size} bytes of ${mtimeMs}`
  return size > SMALL ? facts : unlessForbidden(() => digest(readFileSync(file)), facts)
}

function unlessForbidden<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch (error) {
    // Not by its class: under jest, that of the file system is another.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EACCES') return otherwise
    throw error
  }
}

function artifactsIn(sandbox: Sandbox | undefined): Snapshot {
  const all = sandbox?.artifacts.list() ?? []
  return new Map(all.map(({ id, name, blob }) => [name, `${id} ${digest(blob ?? Buffer.alloc(0))}`]))
}

function namesIn(directory: string | undefined): readonly string[] {
  return directory === undefined ? [] : readdirSync(directory)
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
