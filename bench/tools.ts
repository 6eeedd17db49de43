/*
 * Owns how each signer of the comparison is run, in the way that its makers document for a job of a workflow. Every one
 * asks the token endpoint, Fulcio, Rekor v1 and the timestamp authority of the same lab. Judges nothing.
 */
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { failureText, labInputs, runLabStep } from '../lab/product.ts'
import { requestToken } from '../lab/servers/issuer.ts'
import { goPrograms, sigstorePython } from '../lab/setup/pins.ts'
import { type Meter, runMeasured } from './meter.ts'
import type { Relays } from './relays.ts'
import { type Cost, HASH, OURS, sumOf } from './results.ts'
import type { Uploads } from './uploads.ts'

/** Surroundings are what every run has. */
export interface Surroundings {
  readonly lab: Lab
  readonly relays: Relays
  readonly meter: Meter
  readonly uploads: Uploads
}

/** Job is one run: absolute paths of the files, and of a directory that is empty. */
export interface Job extends Surroundings {
  readonly files: readonly string[]
  readonly directory: string
}

/** Tool is one of those compared; `does` says what a run of it leaves. `run` throws when the tool fails. */
export interface Tool {
  readonly title: string
  readonly does: string
  run(job: Job): Promise<Cost>
}

/** hash is what all of them have to do at least. */
export const hash: Tool = {
  title: HASH,
  does: '`openssl dgst -sha256`, one call: nothing but the hash, which every tool needs',
  run: ({ meter, files }) => runMeasured(meter, 'openssl', ['dgst', '-sha256', ...files], {}),
}

/** peers are the other signers, in the order of the tables. */
export const peers: readonly Tool[] = [
  {
    title: `cosign ${versionOf('cosign3')}`,
    does: '`cosign sign-blob --bundle`, a call for each file: a bundle with log entry and timestamp, verified',
    run: (job) =>
      loop(job, 'cosign3', {}, ({ lab, relays }, output) => [
        ...['--signing-config', relays.signingConfig, '--trusted-root', lab.trust.trustedRoot],
        ...['--bundle', `${output}.sigstore.json`],
      ]),
  },
  {
    title: `cosign ${versionOf('cosign2')}`,
    does: '`cosign sign-blob`, a call for each file: `.sig` and `.pem`, a log entry, no bundle, no timestamp',
    run: (job) =>
      loop(job, 'cosign2', trustOfCosign2(job), ({ relays }, output) => [
        ...['--fulcio-url', relays.fulcioUrl, '--rekor-url', relays.rekorUrl],
        ...['--output-signature', `${output}.sig`, '--output-certificate', `${output}.pem`],
      ]),
  },
  {
    title: `sigstore-python ${sigstorePython.version}`,
    does: '`sigstore sign`, one call: a bundle with log entry and timestamp for each file, not verified',
    run: ({ lab, relays, meter, files, directory }) =>
      runMeasured(
        meter,
        path.join(lab.places.venv, 'bin/sigstore'),
        ['--trust-config', relays.trustConfig, 'sign', '--output-directory', directory, ...files],
        peerEnvironment(relays, directory),
      ),
  },
]

/** signers are the product, the others, and the hash. */
export const signers: readonly Tool[] = [
  {
    title: OURS,
    does: 'one call: `.sig`, `.pem` and a bundle with log entry and timestamp for each file, each bundle verified',
    async run(job: Job): Promise<Cost> {
      for (const file of job.files) symlinkSync(file, path.join(job.directory, path.basename(file)))
      return signWithProduct(job, {})
    },
  },
  ...peers,
  hash,
]

/** signWithProduct signs files that are in the directory; without the artifact unless `inputs` and `environment` give it a way. */
export async function signWithProduct(
  { lab, relays, meter, files, directory }: Job,
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Cost> {
  const run = await runLabStep(lab, {
    action: 'sign',
    workspace: directory,
    with: {
      ...labInputs(lab, 1),
      'signing-config': relays.signingConfig,
      files: files.map((file) => path.basename(file)).join('\n'),
      ...inputs,
    },
    environment: { ACTIONS_ID_TOKEN_REQUEST_URL: relays.tokenUrl, ...environment },
    limit: 300_000,
    launcher: meter.command,
  })
  if (run.exitCode !== 0) throw new Error(`${OURS} failed: ${failureText(run)}`)
  return meter.last()
}

/** loop runs one call of cosign's `sign-blob` a file, one after the other. */
async function loop(
  job: Job,
  program: string,
  environment: Readonly<Record<string, string>>,
  flags: (job: Job, output: string) => readonly string[],
): Promise<Cost> {
  const { lab, relays, meter, files, directory } = job
  const env = { ...peerEnvironment(relays, directory), ...environment }
  const costs: Cost[] = []
  for (const file of files) {
    const output = path.join(directory, path.basename(file))
    const args = ['sign-blob', '--yes', ...flags(job, output), file]
    costs.push(await runMeasured(meter, path.join(lab.places.bin, program), args, env))
  }
  return sumOf(costs)
}

/** peerEnvironment is what a job's step has, with a home of its own: no cache of an earlier run. */
export function peerEnvironment({ tokenUrl }: Relays, directory: string): Record<string, string> {
  const home = path.join(directory, '.home')
  mkdirSync(home, { recursive: true })
  return {
    HOME: home,
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: tokenUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
  }
}

/** cosign 2 takes no trusted root for signing. */
function trustOfCosign2({ lab }: Job): Record<string, string> {
  const key = (name: string) => path.join(lab.places.pki, name)
  return {
    SIGSTORE_ROOT_FILE: key('fulcio-chain.pem'),
    SIGSTORE_REKOR_PUBLIC_KEY: key('rekor1.pub'),
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: key('ct.pub'),
  }
}

function versionOf(program: string): string {
  return goPrograms.find(({ name }) => name === program)?.version.replace(/^v/, '') ?? 'of unknown version'
}
