/*
 * Owns how each tool of the comparison is run, in the way that its makers document for a job of a workflow. Every tool
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

/** Surroundings are what every run has. */
export interface Surroundings {
  readonly lab: Lab
  readonly relays: Relays
  readonly meter: Meter
}

/** Job is one run: absolute paths of the files, and of a directory that is empty. */
export interface Job extends Surroundings {
  readonly files: readonly string[]
  readonly directory: string
}

/** Tool is one of those compared; `does` says what a run of it leaves. `sign` throws when the tool fails. */
export interface Tool {
  readonly title: string
  readonly does: string
  sign(job: Job): Promise<Cost>
}

/** tools are all of them, in the order of the tables. */
export const tools: readonly Tool[] = [
  {
    title: OURS,
    does: 'one call: `.sig`, `.pem` and a bundle with log entry and timestamp for each file, each bundle verified',
    sign: signWithProduct,
  },
  {
    title: `cosign ${versionOf('cosign3')}`,
    does: '`cosign sign-blob --bundle`, a call for each file: a bundle with log entry and timestamp, verified',
    sign: (job) =>
      loop(job, 'cosign3', {}, ({ lab, relays }, output) => [
        ...['--signing-config', relays.signingConfig, '--trusted-root', lab.trust.trustedRoot],
        ...['--bundle', `${output}.sigstore.json`],
      ]),
  },
  {
    title: `cosign ${versionOf('cosign2')}`,
    does: '`cosign sign-blob`, a call for each file: `.sig` and `.pem`, a log entry, no bundle, no timestamp',
    sign: (job) =>
      loop(job, 'cosign2', trustOfCosign2(job), ({ relays }, output) => [
        ...['--fulcio-url', relays.fulcioUrl, '--rekor-url', relays.rekorUrl],
        ...['--output-signature', `${output}.sig`, '--output-certificate', `${output}.pem`],
      ]),
  },
  {
    title: `sigstore-python ${sigstorePython.version}`,
    does: '`sigstore sign`, one call: a bundle with log entry and timestamp for each file, not verified',
    sign: ({ lab, relays, meter, files, directory }) =>
      runMeasured(
        meter,
        path.join(lab.places.venv, 'bin/sigstore'),
        ['--trust-config', relays.trustConfig, 'sign', '--output-directory', directory, ...files],
        peerEnvironment(relays, directory),
      ),
  },
  {
    title: HASH,
    does: '`openssl dgst -sha256`, one call: nothing is signed, only the hash that signing needs',
    sign: ({ meter, files }) => runMeasured(meter, 'openssl', ['dgst', '-sha256', ...files], {}),
  },
]

/** The artifact is left out: no other tool makes one. */
async function signWithProduct({ lab, relays, meter, files, directory }: Job): Promise<Cost> {
  for (const file of files) symlinkSync(file, path.join(directory, path.basename(file)))
  const run = await runLabStep(lab, {
    action: 'sign',
    workspace: directory,
    with: {
      ...labInputs(lab, 1),
      'signing-config': relays.signingConfig,
      files: files.map((file) => path.basename(file)).join('\n'),
    },
    environment: { ACTIONS_ID_TOKEN_REQUEST_URL: relays.tokenUrl },
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
function peerEnvironment({ tokenUrl }: Relays, directory: string): Record<string, string> {
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
