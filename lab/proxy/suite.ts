/*
 * Owns the check of a run behind a company's proxy, with the production names: every client goes through it, the gate for
 * private repositories stands in front of a public Fulcio, and every verify command of the public instance works as it
 * was printed.
 */
import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import { startArtifacts } from '../acceptance/artifacts.ts'
import { pasteAll, printedCommands } from '../acceptance/printed-commands.ts'
import { newStranger } from '../acceptance/stranger.ts'
import type { Lab } from '../lab.ts'
import { failureText, runLabStep } from '../product.ts'
import { checkThat, type Outcome, type Report } from '../support/report.ts'
import { lastLine, run } from '../support/run.ts'
import { publicUser } from './public-user.ts'
import { production, type ProductionWorld, startProduction } from './production.ts'

/** proxy runs the suite. */
export async function proxy(lab: Lab, report: Report): Promise<void> {
  const world = await startProduction(lab)
  try {
    await checkPublic(lab, report, world)
    await report.check('without NODE_EXTRA_CA_CERTS the run fails and says so', () => withoutAuthority(lab, world))
    await report.check('without the lab’s root.json its TUF repository is refused', () => withPublicRoot(lab, world))
    world.issuer.claims = { ...world.issuer.claims, repository_visibility: 'private' }
    await report.check('a private repository is refused before Fulcio, with what would become public', () =>
      privateRefused(lab, world),
    )
    await report.check('allow-private-repository lets it through', async () => {
      const { result } = await signBehind(lab, world, { 'allow-private-repository': 'true' })
      return { passed: result.exitCode === 0, detail: failureText(result) }
    })
  } finally {
    await world.close()
  }
}

async function checkPublic(lab: Lab, report: Report, world: ProductionWorld): Promise<void> {
  const ran = await signBehind(lab, world, { 'upload-artifact': 'true' })
  const { result } = ran
  const { tunnels, requests } = world.proxy
  await checkThat(report, 'the product signs', result.exitCode === 0, failureText(result))
  for (const [service, name] of Object.entries(production)) {
    if (service === 'rekor2') continue
    const reached = tunnels.includes(`${name}:443`) && requests.some((line) => line.includes(` ${name}/`))
    const what = `${service}: ${name} was reached through the proxy`
    await checkThat(report, what, reached, `tunnels: ${tunnels.join(' ')}`)
  }
  if (result.exitCode !== 0) return
  const logUrl = result.outputs['log-url'] ?? ''
  const isPublic = /^https:\/\/search\.sigstore\.dev\/\?logIndex=\d+$/.test(logUrl)
  await checkThat(report, 'the log entry’s page is that of the public log', isPublic, logUrl)
  await checkPrinted(lab, report, world, ran)
}

async function checkPrinted(
  lab: Lab,
  report: Report,
  world: ProductionWorld,
  { result, workspace, artifacts }: Ran,
): Promise<void> {
  const user = await publicUser(lab, world)
  const initialized = await run(path.join(lab.places.path, 'cosign'), user.initialize, { env: user.environment })
  await checkThat(report, 'cosign initialize takes the repository', initialized.code === 0, lastLine(initialized))
  const stranger = await newStranger(lab, [path.join(workspace, 'image.iso')], artifacts)
  await copyFile(world.trustedRoot, path.join(stranger.directory, 'trusted_root.json'))
  const printed = printedCommands(result)
  await checkThat(report, 'six commands are printed', printed.length === 6, `${printed.length} commands`)
  // The air-gapped form has to do without a network.
  await pasteAll(report, stranger, printed, ({ text }) =>
    text.includes('trusted_root.json') ? user.offline : user.environment,
  )
}

async function withoutAuthority(lab: Lab, world: ProductionWorld): Promise<Outcome> {
  const { result } = await signBehind(lab, world, { 'timeout-minutes': '0.1' }, { NODE_EXTRA_CA_CERTS: '' })
  const says = result.stdout.includes('NODE_EXTRA_CA_CERTS')
  return { passed: result.exitCode === 1 && says, detail: failureText(result) }
}

async function withPublicRoot(lab: Lab, world: ProductionWorld): Promise<Outcome> {
  const { result } = await signBehind(lab, world, { 'tuf-root': '', 'timeout-minutes': '0.1' })
  return { passed: result.outputs['error-code'] === 'E_TUF_SIGNATURE', detail: failureText(result) }
}

async function privateRefused(lab: Lab, world: ProductionWorld): Promise<Outcome> {
  const before = world.proxy.requests.length
  const { result } = await signBehind(lab, world, {})
  const asked = world.proxy.requests.slice(before).some((line) => line.includes(production.fulcio))
  const lists = ['lab/iso', 'refs/tags/v1.0.0'].every((value) => result.stdout.includes(value))
  const refused = result.outputs['error-code'] === 'E_PRIVATE_REPOSITORY' && !asked && lists
  return { passed: refused, detail: `Fulcio ${asked ? 'was' : 'was not'} asked; ${failureText(result)}` }
}

/** Ran is a run with its workspace and the directory with its unzipped artifacts: absolute paths. */
interface Ran {
  readonly result: ActionResult
  readonly workspace: string
  readonly artifacts: string
}

async function signBehind(
  lab: Lab,
  world: ProductionWorld,
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const directory = await mkdtemp(path.join(lab.places.run, 'behind-'))
  const [workspace, artifacts] = [path.join(directory, 'workspace'), path.join(directory, 'artifacts')]
  await mkdir(workspace)
  await writeFile(path.join(workspace, 'image.iso'), `content ${workspace}\n`)
  const common = { files: 'image.iso', 'upload-artifact': 'false', 'timeout-minutes': '1' }
  const service = await startArtifacts()
  try {
    const result = await runLabStep(lab, {
      action: 'sign',
      workspace,
      with: { ...common, 'tuf-root': world.repository.root, ...inputs },
      environment: {
        ...service.environment,
        HTTPS_PROXY: world.proxy.url,
        // The runner's artifact service is not behind the proxy here.
        NO_PROXY: '127.0.0.1',
        NODE_EXTRA_CA_CERTS: world.tls.authorityFile,
        ACTIONS_ID_TOKEN_REQUEST_URL: world.requestUrl,
        ...environment,
      },
    })
    await service.download(artifacts)
    return { result, workspace, artifacts }
  } finally {
    await service.close()
  }
}
