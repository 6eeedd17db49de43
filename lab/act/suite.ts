/*
 * Owns the check of the workflows on a real runner: the examples and the product's self-test run by act, their outputs,
 * artifacts, annotations and summaries. act enforces no permissions: the token is offered or not by the lab.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { askAll } from '../acceptance/ask.ts'
import { materialOf } from '../acceptance/material.ts'
import { pasteAll, printedCommands } from '../acceptance/printed-commands.ts'
import { acceptanceQuestions } from '../acceptance/questions.ts'
import { newStranger } from '../acceptance/stranger.ts'
import type { Lab } from '../lab.ts'
import { checkThat, type Report } from '../support/report.ts'
import { checkReleases } from './releases.ts'
import { checkReusable } from './reusable.ts'
import { shortExamples } from './short-examples.ts'
import { copyProduct } from './stand-ins.ts'
import { runWorkflow, type WorkflowRun } from './workflow-run.ts'

/** Example is one workflow of examples/ and what it must leave. */
interface Example {
  readonly file: string
  /** The artifacts with the signed files, and these. */
  readonly built: readonly Built[]
  readonly signatures: string
  /** Whether another job of it verifies with the verify action. */
  readonly verifies: boolean
  /** Fills the repository with what the workflow expects of it. */
  readonly prepare?: (workspace: string) => Promise<void>
}

interface Built {
  readonly artifact: string
  readonly files: readonly string[]
}

const installers = ['zeta-installer-aarch64.iso', 'zeta-installer-x86_64.iso']

const examples: readonly Example[] = [
  {
    file: 'build-ai-cluster-iso.yml',
    built: installers.map((name) => ({ artifact: name, files: [name] })),
    signatures: 'zeta-installer.sigstore',
    verifies: false,
    prepare: (workspace) => mkdir(path.join(workspace, 'full-ai-cluster')).then(() => flake(workspace)),
  },
  {
    file: 'minimal-iso.yml',
    built: [{ artifact: 'minimal-iso', files: ['minimal.iso'] }],
    signatures: 'minimal.iso.sigstore',
    verifies: false,
  },
  {
    file: 'isolated-signing.yml',
    built: [{ artifact: 'numbers', files: ['numbers.txt', 'numbers.tar.gz'] }],
    signatures: 'numbers.sigstore',
    verifies: true,
  },
]

/** act runs the suite. */
export async function act(lab: Lab, report: Report): Promise<void> {
  for (const example of examples) await checkExample(lab, report.group(example.file), example)
  await shortExamples(lab, report)
  await checkReleases(lab, report)
  await checkReusable(lab, report.group('sign.yml'))
  await checkSelftest(lab, report.group('selftest.yml'))
}

/** The stand-in for Nix asks nothing of it. */
function flake(workspace: string): Promise<void> {
  return writeFile(path.join(workspace, 'full-ai-cluster/flake.nix'), '{ }\n')
}

async function checkExample(lab: Lab, report: Report, example: Example): Promise<void> {
  const { file, built, signatures, verifies, prepare } = example
  const text = await readFile(path.join(lab.places.project, 'examples', file), 'utf8')
  const run = await runWorkflow(lab, { file, text, offersToken: true, ...(prepare && { prepare }) })
  await checkThat(report, 'the run succeeds', run.exitCode === 0, run.log.lines.slice(-8).join(' | '))
  if (run.exitCode !== 0) return
  await checkReports(report, run, signatures)
  const verified = run.log.outputs('verified')
  await checkThat(
    report,
    'verified is true where a job verifies',
    same(verified, verifies ? ['true'] : []),
    verified.join(),
  )
  const expected = [...built.map(({ artifact }) => artifact), signatures].toSorted()
  const found = Object.keys(run.artifacts).toSorted()
  await checkThat(report, 'its artifacts: what was built, and the signatures', same(found, expected), found.join(', '))
  const files = built.flatMap((each) => each.files)
  const signatureFiles = files.flatMap((name) => ['.pem', '.sig', '.sigstore.json'].map((end) => name + end))
  for (const { artifact, files: names } of [...built, { artifact: signatures, files: signatureFiles }]) {
    const members = await readdir(run.artifacts[artifact] ?? '')
    await checkThat(
      report,
      `${artifact} holds exactly its files`,
      same(members.toSorted(), names.toSorted()),
      members.join(', '),
    )
  }
  await checkDownloaded(lab, report, run, built)
}

async function checkReports(report: Report, { log, identity }: WorkflowRun, artifact: string): Promise<void> {
  await checkThat(report, 'signed is true', same(log.outputs('signed'), ['true']), log.outputs('signed').join())
  // The verifying step has an output of that name, too.
  const identities = [...new Set(log.outputs('identity'))]
  await checkThat(report, 'identity is that of the workflow file', same(identities, [identity]), identities.join())
  await checkThat(
    report,
    'artifact-name is the artifact',
    log.outputs('artifact-name').includes(artifact),
    log.outputs('artifact-name').join(),
  )
  await checkThat(report, 'no error and no warning', log.annotations.length === 0, log.annotations.join(' | '))
  const summary = log.summaries.join('\n')
  await checkThat(
    report,
    'the summary names identity and artifact',
    summary.includes(artifact) && summary.includes('cosign verify-blob'),
    summary,
  )
  const shown = log.lines.find((line) => line.includes('eyJ'))
  await checkThat(report, 'no token is shown', shown === undefined, 'a line holds a JSON Web Token')
}

/** What a user does who has the built files, and gets the signatures as the summary says. */
async function checkDownloaded(lab: Lab, report: Report, run: WorkflowRun, built: readonly Built[]): Promise<void> {
  const directory = (artifact: string): string => run.artifacts[artifact] ?? ''
  const files = built.flatMap((each) => each.files.map((name) => path.join(directory(each.artifact), name)))
  const stranger = await newStranger(lab, files, path.dirname(directory(built[0]?.artifact ?? '')))
  const printed = printedCommands({ outputs: {}, summary: run.log.summaries.join('\n') })
  // The way to the artifact, one block a file, and for several files one for all.
  const expected = files.length + (files.length === 1 ? 1 : 2)
  await checkThat(report, 'all commands are printed', printed.length === expected, `${printed.length} commands`)
  await pasteAll(report, stranger, printed)
  for (const name of files.map((file) => path.basename(file))) {
    const material = { ...(await materialOf(lab, 1, path.join(stranger.directory, name))), identity: run.identity }
    await askAll(report.group(name), acceptanceQuestions(material))
  }
}

async function checkSelftest(lab: Lab, report: Report): Promise<void> {
  const text = await readFile(path.join(lab.places.project, '.github/workflows/selftest.yml'), 'utf8')
  const prepare = async (workspace: string) => {
    await copyProduct(lab, workspace)
    await writeFile(path.join(workspace, 'README.md'), 'a file to sign\n')
  }
  const workflow = { file: 'selftest.yml', text, prepare, matrix: 'runner:ubuntu-24.04' }
  const accepted = await runWorkflow(lab, { ...workflow, job: 'verify', offersToken: true })
  await checkThat(
    report,
    'sign, then verify: the run succeeds',
    accepted.exitCode === 0,
    accepted.log.lines.slice(-8).join(' | '),
  )
  // act does not know `permissions`: the job without id-token is one that is offered no token.
  const refused = await runWorkflow(lab, { ...workflow, job: 'refuse', offersToken: false })
  await checkThat(
    report,
    'refuse, without a token: the run succeeds',
    refused.exitCode === 0,
    refused.log.lines.slice(-8).join(' | '),
  )
  const codes = refused.log.outputs('error-code')
  await checkThat(report, 'error-code is E_OIDC_PERMISSION', same(codes, ['E_OIDC_PERMISSION']), codes.join())
}

function same(found: readonly string[], expected: readonly string[]): boolean {
  return found.length === expected.length && found.every((value, index) => value === expected[index])
}
