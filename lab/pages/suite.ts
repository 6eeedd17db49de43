/*
 * Owns the check of the pages for people: every block of shell that they show is pasted, in the order of the page, by somebody
 * with an empty directory, where the public instance's names lead to the lab; the workflow's step that verifies is run; the
 * texts of cosign that a page quotes are cosign's.
 */
import { createHash } from 'node:crypto'
import { copyFile, cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { CLI } from '../../sandbox/runner/run-cli.ts'
import { type Claims, githubClaims } from '../../sandbox/token.ts'
import type { Lab } from '../lab.ts'
import { failureText, runLabStep } from '../product.ts'
import { type ProductionWorld, startProduction } from '../proxy/production.ts'
import { requestToken } from '../servers/issuer.ts'
import { checkThat, type Report } from '../support/report.ts'
import { lastLine, run } from '../support/run.ts'
import { blocksOf, type PageBlock } from './blocks.ts'
import { newReader, type Reader, RELEASE } from './reader.ts'

const executed = ['docs/verify.md', 'docs/coming-from-cosign.md', 'README.md']

/** Who signs in the pages. */
const ownClaims = rename(githubClaims('OWNER/REPO'), 'v1.0.0', 'v1.2.3')
const calledClaims: Readonly<Claims> = {
  ...ownClaims,
  job_workflow_ref: 'OWNER/SHARED/.github/workflows/sign.yml@refs/tags/v1',
}
const releaseClaims = rename(githubClaims('OWNER/keyless-sign'), 'v1.0.0', RELEASE)

/** pages runs the suite. */
export async function pages(lab: Lab, report: Report): Promise<void> {
  const world = await startProduction(lab)
  const before = lab.issuer.claims
  try {
    const signed = await mkdtemp(path.join(lab.places.run, 'signed-'))
    for (const file of ['image.iso', 'tool.tar.gz']) await writeFile(path.join(signed, file), `content of ${file}\n`)
    await copyFile(CLI, path.join(signed, 'keyless-verify.mjs'))
    await sign(lab, report, world, signed, 'image.iso', ownClaims)
    await sign(lab, report, world, signed, 'tool.tar.gz', calledClaims)
    await sign(lab, report, world, signed, 'keyless-verify.mjs', releaseClaims)
    for (const page of executed) await pasteAll(lab, report.group(page), world, signed, page)
    await verifyInAJob(lab, report, world, signed)
    await quotedTexts(lab, report, world)
  } finally {
    lab.issuer.claims = before
    await world.close()
  }
}

async function pasteAll(lab: Lab, report: Report, world: ProductionWorld, signed: string, page: string): Promise<void> {
  const reader = await newReader(lab, world, signed)
  const initialized = await run(reader.initialize.program, reader.initialize.args, reader.initialize)
  await checkThat(report, 'cosign initialize takes the repository', initialized.code === 0, lastLine(initialized))
  const verifier = createHash('sha256').update(await readFile(CLI)).digest('hex') // prettier-ignore
  const blocks = blocksOf(page, await readFile(path.join(lab.places.project, page), 'utf8'))
  // A page that does not say how to get the files is for somebody who has them.
  if (!blocks.some(({ text }) => text.startsWith('gh '))) await cp(signed, reader.directory, { recursive: true })
  for (const block of blocks) {
    await paste(report, reader, { ...block, text: block.text.replace('0'.repeat(64), verifier) })
  }
}

async function paste(report: Report, reader: Reader, { where, text, refusal, offline }: PageBlock): Promise<void> {
  const programs = text.startsWith('cosign verify-blob') ? ['cosign3', 'cosign306', 'cosign2'] : [undefined]
  for (const cosign of programs) {
    const means = [cosign, text.replaceAll(/[\s\\]+/g, ' ').slice(0, 60)]
      .filter((each) => each !== undefined)
      .join(': ')
    await report.check(`${where}, ${refusal ?? 'done'}: ${means}…`, async () => {
      const { program, args, ...options } = reader.paste(text, { offline, ...(cosign !== undefined && { cosign }) })
      const ended = await run(program, args, options)
      const passed = refusal === undefined ? ended.code === 0 : ended.code === 1 && ended.stderr.includes(refusal)
      return { passed, detail: `exit code ${ended.code}: ${lastLine(ended)}` }
    })
  }
}

async function sign(
  lab: Lab,
  report: Report,
  world: ProductionWorld,
  workspace: string,
  file: string,
  claims: Readonly<Claims>,
): Promise<void> {
  for (const issuer of [lab.issuer, world.issuer]) issuer.claims = claims
  const signing = await runLabStep(lab, {
    action: 'sign',
    workspace,
    with: { files: file, 'upload-artifact': 'false', 'timeout-minutes': '1', 'tuf-root': world.repository.root },
    environment: behind(world),
  })
  await checkThat(report, `the product signs ${file}`, signing.exitCode === 0, failureText(signing))
}

/** Runs the step of the example as it stands: its inputs are what the page shows. */
async function verifyInAJob(lab: Lab, report: Report, world: ProductionWorld, workspace: string): Promise<void> {
  const text = await readFile(path.join(lab.places.project, 'examples/verify-in-a-job.yml'), 'utf8')
  const { jobs } = parse(text) as { jobs: { deploy: { steps: { uses?: string; with?: Record<string, string> }[] } } }
  const step = jobs.deploy.steps.find(({ uses }) => uses?.includes('keyless-sign/verify@'))
  const inputs = { ...step?.with, 'tuf-root': world.repository.root }
  const verifying = await runLabStep(lab, { action: 'verify', workspace, with: inputs, environment: behind(world) })
  const verified = verifying.exitCode === 0 && verifying.outputs['verified'] === 'true'
  await checkThat(report, 'examples/verify-in-a-job.yml, its step verifies', verified, failureText(verifying))
}

/** What cosign says to those who ask it as they always did, and the options that the page gives them. */
const before = [
  { program: 'cosign306', says: 'create bundle file: open : no such file or directory' },
  { program: 'cosign3', says: 'must specify --bundle with --new-bundle-format' },
] as const
const options = '--use-signing-config=false --new-bundle-format=false'

async function quotedTexts(lab: Lab, report: Report, world: ProductionWorld): Promise<void> {
  const page = 'docs/coming-from-cosign.md'
  const markdown = await readFile(path.join(lab.places.project, page), 'utf8')
  for (const { program, says } of before) {
    const reader = await newReader(lab, world, lab.places.run)
    await run(reader.initialize.program, reader.initialize.args, reader.initialize)
    await writeFile(path.join(reader.directory, 'image.iso'), 'content\n')
    const asked = async (more: string) => {
      const outputs = '--output-signature image.iso.sig --output-certificate image.iso.pem'
      const command = reader.paste(`cosign sign-blob --yes ${more} ${outputs} image.iso`, { cosign: program })
      const token = { ACTIONS_ID_TOKEN_REQUEST_URL: world.requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken }
      return run(command.program, command.args, { ...command, env: { ...command.env, ...token } })
    }
    const failed = await asked('')
    const isQuoted = failed.code !== 0 && failed.stderr.includes(says) && markdown.includes(says)
    await checkThat(report, `${page}, ${program} says: ${says}`, isQuoted, lastLine(failed))
    const signed = await asked(options)
    const written = (await readdir(reader.directory)).filter((name) => /\.(?:sig|pem)$/.test(name))
    const isGiven = signed.code === 0 && written.length === 2 && markdown.includes(options)
    await checkThat(report, `${page}, ${program} writes both with ${options}`, isGiven, lastLine(signed))
  }
}

function behind(world: ProductionWorld): Readonly<Record<string, string>> {
  return {
    HTTPS_PROXY: world.proxy.url,
    NO_PROXY: '127.0.0.1',
    NODE_EXTRA_CA_CERTS: world.tls.authorityFile,
    ACTIONS_ID_TOKEN_REQUEST_URL: world.requestUrl,
  }
}

function rename(claims: Readonly<Claims>, from: string, to: string): Readonly<Claims> {
  const renamed = Object.entries(claims).map(
    ([name, value]) => [name, typeof value === 'string' ? value.replaceAll(from, to) : value] as const,
  )
  return Object.fromEntries(renamed)
}
