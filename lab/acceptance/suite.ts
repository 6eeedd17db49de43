/*
 * Owns the acceptance suite: the product signs with both Rekor versions, from the file and by digest, one file and twenty,
 * and strangers verify what it wrote; then what must be refused. A run that fails is one failed check.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import type { Lab } from '../lab.ts'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import { failureText, labInputs, runLabStep } from '../product.ts'
import type { RekorVersion } from '../servers/trust-material.ts'
import { checkThat, type Report } from '../support/report.ts'
import { askAll, type Question } from './ask.ts'
import { digestOf, materialOf } from './material.ts'
import { negatives } from './negatives.ts'
import { asPrinted, printedCommands } from './printed-commands.ts'
import { acceptanceQuestions, bundleQuestions, narrowedQuestions, negativeQuestions } from './questions.ts'

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
  const [first, ...others] = await Promise.all(signed.files.map((file) => materialOf(lab, scenario.rekorVersion, file)))
  if (!first) return
  await askAll(report, acceptanceQuestions(first))
  if (scenario.count === 1) await askAll(report, narrowedQuestions(first))
  const name = ({ file }: { file: string }) => path.basename(file)
  await askAll(
    report,
    others.flatMap((other) => bundleQuestions(other).map((question) => named(question, name(other)))),
  )
  await checkPrinted(lab, report, signed)
}

async function refuse(lab: Lab, report: Report, rekorVersion: RekorVersion): Promise<void> {
  const { run, files } = await signScenario(lab, { rekorVersion, from: 'file', count: 1 })
  await checkSucceeded(report, run)
  const [file] = files
  if (run.exitCode !== 0 || file === undefined) return
  const material = await materialOf(lab, rekorVersion, file)
  for (const negative of negatives) await askAll(report, await negativeQuestions(material, negative))
}

/** Signed is a run with the workspace that it ran in and the files that it was to sign, absolute paths. */
interface Signed {
  readonly run: ActionResult
  readonly workspace: string
  readonly files: readonly string[]
}

async function signScenario(lab: Lab, { rekorVersion, from, count }: Scenario): Promise<Signed> {
  const workspace = path.join(lab.places.run, `workspace-${randomBytes(4).toString('hex')}`)
  await mkdir(workspace)
  const names = Array.from({ length: count }, (_, index) => `image ${index + 1}.iso`)
  const files = names.map((name) => path.join(workspace, name))
  await Promise.all(files.map((file) => writeFile(file, randomBytes(100_000))))
  const lines = await Promise.all(names.map(async (name) => `${await digestOf(path.join(workspace, name))}  ${name}`))
  const what = from === 'file' ? { files: '*.iso' } : { checksums: lines.join('\n') }
  const inputs = { ...labInputs(lab, rekorVersion), ...what }
  return { run: await runLabStep(lab, { action: 'sign', workspace, with: inputs }), workspace, files }
}

async function checkPrinted(lab: Lab, report: Report, { run, workspace, files }: Signed): Promise<void> {
  const printed = printedCommands(run)
  const enough = printed.length >= files.length
  await checkThat(report, 'a verify command is printed for every file', enough, `${printed.length} commands`)
  const questions = printed.map((command, index) => ({
    name: `as printed, ${command.where} ${index + 1}: ${command.text.replaceAll(/\s+/g, ' ').slice(0, 60)}…`,
    accepts: true,
    command: asPrinted(lab, workspace, command),
  }))
  await askAll(report, questions)
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
