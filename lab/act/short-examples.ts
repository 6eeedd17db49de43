/*
 * Owns the check of the examples that pages show first: each in a repository that holds nothing but a Makefile, with the token
 * that its job asks for, and one without it, as in an outage.
 */
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import { checkThat, type Report } from '../support/report.ts'
import { writeMakefile } from './stand-ins.ts'
import { runWorkflow } from './workflow-run.ts'

/** Short is one run of an example, and what it must leave. */
interface Short {
  readonly file: string
  readonly offersToken: boolean
  readonly signed: string
  readonly artifacts: readonly string[]
  /** What is said beside errors of the runner. */
  readonly warning?: string
}

const signatures = 'image.iso.sigstore'
const shorts: readonly Short[] = [
  { file: 'one-step.yml', offersToken: true, signed: 'true', artifacts: [signatures] },
  { file: 'two-jobs.yml', offersToken: true, signed: 'true', artifacts: ['artifact', signatures] },
  { file: 'unsigned-on-outage.yml', offersToken: true, signed: 'true', artifacts: [signatures] },
  {
    file: 'unsigned-on-outage.yml',
    offersToken: false,
    signed: 'false',
    artifacts: [],
    warning: 'image.iso goes out without a signature (E_OIDC_PERMISSION)',
  },
]

/** shortExamples runs each of them. */
export async function shortExamples(lab: Lab, report: Report): Promise<void> {
  for (const short of shorts) {
    await check(lab, report.group(`${short.file}, ${short.offersToken ? 'with' : 'without'} a token`), short)
  }
}

async function check(
  lab: Lab,
  report: Report,
  { file, offersToken, signed, artifacts, warning }: Short,
): Promise<void> {
  const text = await readFile(path.join(lab.places.project, 'examples', file), 'utf8')
  const run = await runWorkflow(lab, { file, text, offersToken, prepare: writeMakefile })
  const end = run.log.lines.slice(-8).join(' | ')
  await checkThat(report, 'the run succeeds', run.exitCode === 0, end)
  const said = run.log.outputs('signed').at(-1) ?? 'not said'
  await checkThat(report, `signed is ${signed}`, said === signed, said)
  const found = Object.keys(run.artifacts).toSorted()
  await checkThat(
    report,
    `artifacts: ${artifacts.join(', ') || 'none'}`,
    found.join() === artifacts.join(),
    found.join(),
  )
  if (warning !== undefined) {
    await checkThat(
      report,
      'a warning says so',
      run.log.annotations.join().includes(warning),
      run.log.annotations.join(),
    )
  }
  if (signed !== 'true') return
  const files = await readdir(run.artifacts[signatures] ?? '.')
  const expected = ['.pem', '.sig', '.sigstore.json'].map((end) => `image.iso${end}`)
  await checkThat(
    report,
    'the signature files, and nothing else',
    files.toSorted().join() === expected.join(),
    files.join(),
  )
}
