/*
 * Owns one workflow run by act in host mode: a repository made for it, claims that agree with what act says of the run,
 * and everything that it left: log, outputs, artifacts. Judges nothing.
 */
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import { requestToken } from '../servers/issuer.ts'
import { ports } from '../setup/ports.ts'
import { LabError } from '../support/lab-error.ts'
import { lastLine, run } from '../support/run.ts'
import { startArtifactShim } from './artifact-shim.ts'
import { type ActLog, readActLog } from './log.ts'
import { makeGh, makeStandIns, makeSudo } from './stand-ins.ts'

/** Workflow is what act is given. */
export interface Workflow {
  /** Its file name under .github/workflows. */
  readonly file: string
  readonly text: string
  /** Only this job and those that it needs. */
  readonly job?: string
  /** Only the jobs of a matrix that have this `KEY:VALUE`. */
  readonly matrix?: string
  /** Whether jobs are offered a token: act does not know `permissions`. */
  readonly offersToken: boolean
  /** The event, with its payload and the ref that it is for; a push to main where left out. */
  readonly event?: { readonly name: string; readonly payload: unknown; readonly ref: string }
  /** GitHub's API, and the token for it. */
  readonly api?: { readonly url: string; readonly token: string }
  /** Fills the repository with what the workflow expects of it. */
  readonly prepare?: (workspace: string) => Promise<void>
}

/** WorkflowRun is what a run left behind. */
export interface WorkflowRun {
  readonly exitCode: number
  readonly log: ActLog
  /** The identity that its certificates carry. */
  readonly identity: string
  /** Absolute paths of directories with the unzipped artifacts, by name. */
  readonly artifacts: Readonly<Record<string, string>>
}

/** runWorkflow runs a workflow to its end; the lab's claims are those of the run until then. */
export async function runWorkflow(lab: Lab, workflow: Workflow): Promise<WorkflowRun> {
  const directory = await mkdtemp(path.join(lab.places.run, 'act-'))
  const workspace = path.join(directory, 'workspace')
  const file = path.join('.github/workflows', workflow.file)
  await mkdir(path.join(workspace, '.github/workflows'), { recursive: true })
  await workflow.prepare?.(workspace)
  const before = lab.issuer.claims
  const reference = `lab/iso/${file}@refs/heads/main`
  // act knows no GITHUB_WORKFLOW_REF, and GitHub's issuer is not ours.
  const text = workflow.text
    .replaceAll('${{ github.workflow_ref }}', reference)
    .replaceAll('https://token.actions.githubusercontent.com', lab.issuer.url)
  await writeFile(path.join(workspace, file), text)
  const sha = await commit(workspace)
  const { event } = workflow
  const ofEvent = event === undefined ? {} : { event_name: event.name, ref: event.ref }
  lab.issuer.claims = { ...before, ...claimsOfRun(sha, reference), ...ofEvent }
  const shim = await startArtifactShim(ports.actShim, ports.actArtifacts)
  try {
    const standIns = await makeStandIns(lab, path.join(directory, 'actions'), text)
    const server = path.join(directory, 'artifacts')
    // act's artifact server (0.2.89) panics when it is asked for the list of a run that has none yet: run 1, as always.
    await mkdir(path.join(server, '1'), { recursive: true })
    const job = workflow.job === undefined ? [] : ['--job', workflow.job]
    const payload = event === undefined ? [] : await eventFile(directory, event.payload)
    const matrix = workflow.matrix === undefined ? [] : ['--matrix', workflow.matrix]
    const args = [
      ...flags(directory, server, workflow.api),
      ...payload,
      ...matrix,
      ...job,
      ...standIns,
      '--workflows',
      file,
    ]
    const tools = [await makeGh(directory), ...(userInfo().uid === 0 ? [await makeSudo(directory)] : [])]
    const env = {
      ...environment(lab, workflow.offersToken, tools),
      ACTIONS_RUNTIME_URL: shim.url,
      ACTIONS_RESULTS_URL: shim.url,
    }
    const result = await run(path.join(lab.places.bin, 'act'), [event?.name ?? 'push', '--json', ...args], {
      cwd: workspace,
      env,
    })
    const log = readActLog(result.stdout + result.stderr)
    const artifacts = await unpack(server, path.join(directory, 'unpacked'))
    return { exitCode: result.code, log, identity: lab.identity(), artifacts }
  } finally {
    lab.issuer.claims = before
    await shim.close()
  }
}

/** claimsOfRun is what act says of every run, as GitHub's issuer would repeat it. */
function claimsOfRun(sha: string, reference: string): Record<string, string> {
  return {
    ...{ sha, workflow_sha: sha, job_workflow_sha: sha, ref: 'refs/heads/main', ref_type: 'branch' },
    ...{ run_id: '1', run_number: '1', run_attempt: '1', workflow_ref: reference, job_workflow_ref: reference },
  }
}

async function eventFile(directory: string, payload: unknown): Promise<string[]> {
  const file = path.join(directory, 'event.json')
  await writeFile(file, JSON.stringify(payload))
  return ['--eventpath', file]
}

function flags(directory: string, artifacts: string, api: Workflow['api']): string[] {
  const host = ['ubuntu-latest', 'ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'windows-2025']
  return [
    // No containers: every runner is this machine.
    ...host.flatMap((label) => ['--platform', `${label}=-self-hosted`]),
    ...['--pull=false', '--no-cache-server'],
    // act hides secrets in its log: a value that occurs nowhere else.
    ...[
      '--secret',
      `GITHUB_TOKEN=${api?.token ?? 'not-a-real-token'}`,
      '--action-cache-path',
      path.join(directory, 'cache'),
    ],
    ...['--artifact-server-path', artifacts, '--artifact-server-addr', '127.0.0.1'],
    ...['--artifact-server-port', String(ports.actArtifacts)],
    ...(api === undefined ? [] : ['--env', `GITHUB_API_URL=${api.url}`]),
  ]
}

function environment(lab: Lab, offersToken: boolean, tools: readonly string[]): Record<string, string | undefined> {
  return {
    // act runs the first `node` on PATH, whatever `using:` says.
    PATH: [path.dirname(process.execPath), ...tools, process.env['PATH']].join(':'),
    ACTIONS_ID_TOKEN_REQUEST_URL: offersToken ? lab.issuer.requestUrl : undefined,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: offersToken ? requestToken : undefined,
  }
}

async function commit(workspace: string): Promise<string> {
  const git = async (...args: string[]) => {
    const who = ['-c', 'user.name=lab', '-c', 'user.email=lab@example.test', '-c', 'commit.gpgsign=false']
    const result = await run('git', [...who, ...args], { cwd: workspace })
    if (result.code !== 0) throw new LabError(`git ${args[0] ?? ''} failed: ${lastLine(result)}`, 'Try it by hand.')
    return result.stdout.trim()
  }
  await git('init', '-q', '-b', 'main')
  // What act takes GITHUB_REPOSITORY from.
  await git('remote', 'add', 'origin', 'https://github.com/lab/iso')
  await git('add', '-Af')
  await git('commit', '-qm', 'lab')
  return git('rev-parse', 'HEAD')
}

/** unpack unzips act's artifacts, RUN/NAME/NAME.zip, and returns the directories by name. */
async function unpack(server: string, target: string): Promise<Record<string, string>> {
  const artifacts: Record<string, string> = {}
  const entries = await readdir(server, { recursive: true }).catch(() => [])
  for (const zip of entries.filter((entry) => entry.endsWith('.zip'))) {
    const name = path.basename(zip, '.zip')
    const directory = path.join(target, name)
    await mkdir(directory, { recursive: true })
    const result = await run('unzip', ['-q', '-o', path.join(server, zip), '-d', directory])
    if (result.code !== 0) throw new Error(`artifact '${name}' is no zip file: ${lastLine(result)}`)
    artifacts[name] = directory
  }
  return artifacts
}
