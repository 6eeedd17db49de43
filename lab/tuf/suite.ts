/*
 * Owns the check of the default path: the product with a TUF repository in place of given files, end to end; then
 * repositories that must be refused, before anything is asked of the runner's issuer.
 */
import { mkdtemp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import { askAll } from '../acceptance/ask.ts'
import { materialOf } from '../acceptance/material.ts'
import { pasteAll, printedCommands } from '../acceptance/printed-commands.ts'
import { acceptanceQuestions } from '../acceptance/questions.ts'
import { newStranger } from '../acceptance/stranger.ts'
import type { Lab } from '../lab.ts'
import { failureText, runLabStep } from '../product.ts'
import type { RekorVersion } from '../servers/trust-material.ts'
import { checkThat, type Outcome, type Report } from '../support/report.ts'
import { lastLine, run } from '../support/run.ts'
import { serveTufRepository, sigstoreTargets, type TufRepository, type TufState } from './repository.ts'

const refusals: readonly { readonly state: TufState; readonly code: string }[] = [
  ...(['timestamp', 'snapshot', 'targets', 'root'] as const).flatMap((role) => [
    { state: { kind: 'expired', role } as const, code: 'E_TUF_EXPIRED' },
    { state: { kind: 'stranger', role } as const, code: 'E_TUF_SIGNATURE' },
  ]),
  { state: { kind: 'changed-target' }, code: 'E_TUF_TARGET' },
]

/** tuf runs the suite. */
export async function tuf(lab: Lab, report: Report): Promise<void> {
  await withRepository(lab, { kind: 'good' }, async (repository) => {
    await sign(lab, report.group('default config'), repository, 1)
    await sign(lab, report.group('Rekor v2 by its own config'), repository, 2)
    await report.check('the root.json of another repository is refused', () =>
      withRepository(lab, { kind: 'good' }, async (other) =>
        refused(lab, { ...repository, root: other.root }, 'E_TUF_SIGNATURE'),
      ),
    )
    await report.check('a repository whose root.json is not given is refused', async () =>
      refused(lab, { ...repository, root: '' }, 'E_TUF_ROOT'),
    )
  })
  for (const { state, code } of refusals) {
    const what =
      'role' in state
        ? `${state.role} ${state.kind === 'expired' ? 'expired' : 'signed by a stranger'}`
        : 'a changed target'
    await report.check(`${what}: ${code}, no token asked for`, () =>
      withRepository(lab, state, (repository) => refused(lab, repository, code)),
    )
  }
}

async function sign(lab: Lab, report: Report, repository: TufRepository, rekorVersion: RekorVersion): Promise<void> {
  const { result, file } = await runWith(lab, repository, rekorVersion === 2 ? { 'rekor-version': '2' } : {})
  const asked = repository.server.requests.join(' ')
  const fromThere = asked.includes('.trusted_root.json') && asked.includes('/2.root.json')
  const signed = result.exitCode === 0 && fromThere
  await checkThat(report, 'the product signs with what TUF gave', signed, failureText(result))
  if (result.exitCode !== 0) return
  await askAll(report, acceptanceQuestions(await materialOf(lab, rekorVersion, file)))
  // The printed commands have no trusted root then: cosign takes it from the same repository, as the summary says.
  const home = await mkdtemp(path.join(lab.places.run, 'home-'))
  const initialize = ['initialize', '--mirror', repository.server.url, '--root', repository.root]
  const cosign = path.join(lab.places.path, 'cosign')
  const initialized = await run(cosign, initialize, { env: { HOME: home } })
  await checkThat(report, 'cosign initialize takes the repository', initialized.code === 0, lastLine(initialized))
  // Nothing was uploaded: the stranger was sent the signature files with the file.
  const sent = ['', '.sig', '.pem', '.sigstore.json'].map((end) => file + end)
  await pasteAll(report, await newStranger(lab, sent, home), printedCommands(result), () => ({ HOME: home }))
}

async function refused(lab: Lab, repository: TufRepository, code: string): Promise<Outcome> {
  const before = lab.issuer.issued
  const { result } = await runWith(lab, repository, {})
  const found = result.outputs['error-code'] ?? 'none'
  const isRefused = result.exitCode === 1 && found === code && lab.issuer.issued === before
  return { passed: isRefused, detail: `${found}, ${lab.issuer.issued - before} tokens; ${failureText(result)}` }
}

/** Ran is a run of the product with the one file that it was given, an absolute path. */
interface Ran {
  readonly result: ActionResult
  readonly file: string
}

async function runWith(lab: Lab, { server, root }: TufRepository, inputs: Record<string, string>): Promise<Ran> {
  const workspace = await mkdtemp(path.join(lab.places.run, 'workspace-'))
  const file = path.join(workspace, 'image.iso')
  await writeFile(file, `content ${workspace}\n`)
  const common = { files: 'image.iso', 'upload-artifact': 'false', 'timeout-minutes': '1' }
  const result = await runLabStep(lab, {
    action: 'sign',
    workspace,
    with: { ...common, 'tuf-url': server.url, 'tuf-root': root, ...inputs },
  })
  return { result, file }
}

async function withRepository<T>(
  lab: Lab,
  state: TufState,
  body: (repository: TufRepository) => Promise<T>,
): Promise<T> {
  const repository = await serveTufRepository(lab, state, sigstoreTargets(lab))
  try {
    return await body(repository)
  } finally {
    await repository.server.close()
  }
}
