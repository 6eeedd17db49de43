/*
 * Owns the check of the workflows on a real runner: the examples and the product's self-test run by act, their outputs,
 * artifacts, annotations and summaries. act enforces no permissions: the token is offered or not by the lab.
 */
import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { askAll, type Question } from '../acceptance/ask.ts'
import { materialOf } from '../acceptance/material.ts'
import { asPrinted, printedBlocks } from '../acceptance/printed-commands.ts'
import { acceptanceQuestions } from '../acceptance/questions.ts'
import type { Lab } from '../lab.ts'
import { checkThat, type Report } from '../support/report.ts'
import { copyProduct } from './stand-ins.ts'
import { runWorkflow, type WorkflowRun } from './workflow-run.ts'

/** Example is one workflow of examples/ and what it must leave. */
interface Example {
  readonly file: string
  /** The artifact with the signed files, and these. */
  readonly built: { readonly artifact: string; readonly files: readonly string[] }
  readonly signatures: string
  /** Whether another job of it verifies with the verify action. */
  readonly verifies: boolean
}

const examples: readonly Example[] = [
  {
    file: 'build-ai-cluster-iso.yml',
    built: { artifact: 'ai-cluster-iso', files: ['ai-cluster.iso'] },
    signatures: 'ai-cluster.iso.sigstore',
    verifies: false,
  },
  {
    file: 'isolated-signing.yml',
    built: { artifact: 'numbers', files: ['numbers.txt', 'numbers.tar.gz'] },
    signatures: 'numbers.sigstore',
    verifies: true,
  },
]

/** act runs the suite. */
export async function act(lab: Lab, report: Report): Promise<void> {
  for (const example of examples) await checkExample(lab, report.group(example.file), example)
  await checkSelftest(lab, report.group('selftest.yml'))
}

async function checkExample(lab: Lab, report: Report, { file, built, signatures, verifies }: Example): Promise<void> {
  const text = await readFile(path.join(lab.places.project, 'examples', file), 'utf8')
  const run = await runWorkflow(lab, { file, text, offersToken: true })
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
  const expected = [built.artifact, signatures].toSorted()
  const found = Object.keys(run.artifacts).toSorted()
  await checkThat(report, 'two artifacts: what was built, and the signatures', same(found, expected), found.join(', '))
  const signatureFiles = built.files.flatMap((name) => ['.pem', '.sig', '.sigstore.json'].map((end) => name + end))
  for (const [artifact, names] of [[built.artifact, built.files] as const, [signatures, signatureFiles] as const]) {
    const members = await readdir(run.artifacts[artifact] ?? '')
    await checkThat(
      report,
      `${artifact} holds exactly its files`,
      same(members.toSorted(), names.toSorted()),
      members.join(', '),
    )
  }
  await checkDownloaded(lab, report, run, built.files)
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

/** What a user has who downloads both artifacts into one directory. */
async function checkDownloaded(lab: Lab, report: Report, run: WorkflowRun, names: readonly string[]): Promise<void> {
  const directory = await mkdtemp(path.join(lab.places.run, 'downloaded-'))
  for (const artifact of Object.values(run.artifacts)) await cp(artifact, directory, { recursive: true })
  for (const name of names) {
    const material = { ...(await materialOf(lab, 1, path.join(directory, name))), identity: run.identity }
    const questions = acceptanceQuestions(material)
    await askAll(report.group(name), questions)
  }
  const questions = run.log.summaries.flatMap(printedBlocks).map((text, index): Question => {
    const command = asPrinted(lab, directory, { where: 'summary', text })
    return { name: `as printed, summary ${index + 1}`, accepts: true, command }
  })
  await checkThat(
    report,
    'the summary has a command for every file',
    questions.length === names.length,
    String(questions.length),
  )
  await askAll(report, questions)
}

async function checkSelftest(lab: Lab, report: Report): Promise<void> {
  const text = await readFile(path.join(lab.places.project, '.github/workflows/selftest.yml'), 'utf8')
  const prepare = async (workspace: string) => {
    await copyProduct(lab, workspace)
    await writeFile(path.join(workspace, 'README.md'), 'a file to sign\n')
  }
  const workflow = { file: 'selftest.yml', text, prepare }
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
