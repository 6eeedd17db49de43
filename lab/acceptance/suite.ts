/*
 * Owns the acceptance suite: the product signs with both Rekor versions, from the file and by digest, one file and twenty,
 * and strangers verify what it wrote; then what must be refused. A run that fails is one failed check.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import type { Lab } from '../lab.ts'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import { failureText, labInputs, runLabStep } from '../product.ts'
import type { RekorVersion } from '../servers/trust-material.ts'
import { checkThat, type Report } from '../support/report.ts'
import { startArtifacts } from './artifacts.ts'
import { askAll, type Question } from './ask.ts'
import { digestOf, materialOf } from './material.ts'
import { negatives } from './negatives.ts'
import { pasteAll, printedCommands } from './printed-commands.ts'
import { acceptanceQuestions, bundleQuestions, narrowedQuestions, negativeQuestions } from './questions.ts'
import { newStranger } from './stranger.ts'

/** Scenario is one way of signing. */
interface Scenario {
  readonly rekorVersion: RekorVersion
  readonly from: 'file' | 'digest'
  readonly count: number
}

const rekorVersions: readonly RekorVersion[] = [1, 2]

const scenarios: readonly Scenario[] = rekorVersions.flatMap((rekorVersion) =>
  (['file', 'digest'] as const).flatMap((from) => [1, 20].map((count) => ({ rekorVersion, from, count }))),
)

/** acceptance runs the suite. */
export async function acceptance(lab: Lab, report: Report): Promise<void> {
  for (const scenario of scenarios) await accept(lab, report.group(titleOf(scenario)), scenario)
  for (const rekorVersion of rekorVersions) await refuse(lab, report.group(`Rekor v${rekorVersion}`), rekorVersion)
}

async function accept(lab: Lab, report: Report, scenario: Scenario): Promise<void> {
  const signed = await signScenario(lab, scenario)
  await checkSucceeded(report, signed.run)
  if (signed.run.exitCode !== 0) return
  const files = await pastePrinted(lab, report, signed)
  const [first, ...others] = await Promise.all(files.map((file) => materialOf(lab, scenario.rekorVersion, file)))
  if (!first) return
  await askAll(report, acceptanceQuestions(first))
  if (scenario.count === 1) await askAll(report, narrowedQuestions(first))
  const name = ({ file }: { file: string }) => path.basename(file)
  await askAll(
    report,
    others.flatMap((other) => bundleQuestions(other).map((question) => named(question, name(other)))),
  )
}

async function refuse(lab: Lab, report: Report, rekorVersion: RekorVersion): Promise<void> {
  const { run, files } = await signScenario(lab, { rekorVersion, from: 'file', count: 1 })
  await checkSucceeded(report, run)
  const [file] = files
  if (run.exitCode !== 0 || file === undefined) return
  const material = await materialOf(lab, rekorVersion, file)
  for (const negative of negatives) await askAll(report, await negativeQuestions(material, negative))
}

/** Signed is a run, the files that it was to sign and the directory with its unzipped artifacts: absolute paths. */
interface Signed {
  readonly run: ActionResult
  readonly files: readonly string[]
  readonly artifacts: string
}

async function signScenario(lab: Lab, { rekorVersion, from, count }: Scenario): Promise<Signed> {
  const directory = await mkdtemp(path.join(lab.places.run, 'signing-'))
  const [workspace, artifacts] = [path.join(directory, 'workspace'), path.join(directory, 'artifacts')]
  await mkdir(workspace)
  const names = Array.from({ length: count }, (_, index) => `image ${index + 1}.iso`)
  const files = names.map((name) => path.join(workspace, name))
  await Promise.all(files.map((file) => writeFile(file, randomBytes(100_000))))
  const lines = await Promise.all(names.map(async (name) => `${await digestOf(path.join(workspace, name))}  ${name}`))
  const what = from === 'file' ? { files: '*.iso' } : { checksums: lines.join('\n') }
  const inputs = { ...labInputs(lab, rekorVersion), ...what, 'upload-artifact': 'true' }
  const service = await startArtifacts()
  try {
    const { environment } = service
    const run = await runLabStep(lab, { action: 'sign', workspace, with: inputs, environment })
    await service.download(artifacts)
    return { run, files, artifacts }
  } finally {
    await service.close()
  }
}

/** What a stranger does, who has the files and what the run printed; returns the files, with the signatures beside them. */
async function pastePrinted(lab: Lab, report: Report, { run, files, artifacts }: Signed): Promise<readonly string[]> {
  const printed = printedCommands(run)
  // A line and a block each, the way to the artifact, and for several files one block for all.
  const expected = 2 * files.length + (files.length === 1 ? 1 : 2)
  await checkThat(report, 'all commands are printed', printed.length === expected, `${printed.length} commands`)
  const stranger = await newStranger(lab, files, artifacts)
  await pasteAll(report, stranger, printed)
  return files.map((file) => path.join(stranger.directory, path.basename(file)))
}

function named(question: Question, file: string): Question {
  return { ...question, name: `${file}, ${question.name}` }
}

function checkSucceeded(report: Report, run: ActionResult): Promise<void> {
  const succeeded = run.exitCode === 0 && run.outputs['signed'] === 'true'
  return checkThat(report, 'the product signs', succeeded, failureText(run))
}

function titleOf({ rekorVersion, from, count }: Scenario): string {
  return `Rekor v${rekorVersion}, from ${from}, ${count === 1 ? '1 file' : `${count} files`}`
}
