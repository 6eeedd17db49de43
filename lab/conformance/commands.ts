/*
 * Owns how the commands of the conformance protocol are done: through the stories and the adapters of the actions. Must
 * not judge anything itself.
 */
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { matchPattern } from '../../src/adapters/glob.ts'
import { trustedRootProvider, trustProvider } from '../../src/adapters/trust/trust-provider.ts'
import { credentialSource } from '../../src/core/identity/credential.ts'
import { decodeClaims } from '../../src/core/identity/claims.ts'
import { ActionError } from '../../src/core/shared/errors.ts'
import { parseSignInputs } from '../../src/core/inputs/sign-inputs.ts'
import { retrying, systemClock } from '../../src/core/services/retry.ts'
import { textPacker } from '../../src/core/shared/packed-text.ts'
import { runVerify } from '../../src/core/run-verify.ts'
import { inspectFile } from '../../src/core/files/selected-file.ts'
import { signSubjects } from '../../src/core/signing/sign-subjects.ts'
import { loadServices } from '../../src/core/services/load-services.ts'
import { hashFile } from '../../src/core/hashing/hash-file.ts'
import { noThreads } from '../../src/core/hashing/hasher.ts'
import { parseVerifyInputs } from '../../src/core/inputs/verify-inputs.ts'
import type { IdentityToken, Job, Log, TokenClaims, VerifyResult } from '../../src/core/types.ts'
import type { SignCommand, VerifyCommand } from './protocol.ts'

const STAGING = 'https://tuf-repo-cdn.sigstage.dev'
/** Milliseconds for each request to a TUF repository. */
const TIMEOUT = 10_000

/** verifyCommand does `verify-bundle`; resolves when the bundle verified, throws what the verify action throws. */
export async function verifyCommand(command: VerifyCommand, log: Log): Promise<void> {
  const workspace = process.cwd()
  const inputs = parseVerifyInputs(
    reader({
      files: command.file,
      checksums: command.sha256 === '' ? '' : `${command.sha256}  artifact`,
      bundle: command.bundle,
      identity: command.identity,
      issuer: command.issuer,
      'trusted-root': command.trustedRoot,
      'tuf-url': command.isStaging && command.trustedRoot === '' ? STAGING : '',
    }),
  )
  const { signal } = new AbortController()
  const told: VerifyResult[] = []
  await runVerify(
    {
      workspace,
      inputs,
      tools: { log, clock: systemClock, call: retrying(log, signal) },
      report: (result) => {
        told.push(result)
        return Promise.resolve()
      },
      matchPattern,
      openHashPool: noThreads,
      trust: trustedRootProvider(inputs.trustSource, { workspace, temporaryDirectory: tmpdir(), timeout: TIMEOUT }),
      loadEngine: () => import('../../src/adapters/sigstore/verification-engine.ts'),
    },
    signal,
  )
  if (told.length === 0)
    throw new ActionError('E_INTERNAL', 'the run ended without a verdict', { fix: 'this is a bug' })
}

/** signCommand does `sign-bundle`: signs a file with a token of GitHub's form and writes the bundle, verified. */
export async function signCommand(command: SignCommand, log: Log): Promise<void> {
  const workspace = process.cwd()
  const token = command.token as IdentityToken
  const inputs = parseSignInputs(
    reader({ files: command.file, 'trusted-root': command.trustedRoot, 'signing-config': command.signingConfig }),
  )
  const { signal } = new AbortController()
  const tools = { log, clock: systemClock, call: retrying(log, signal) }
  const job = jobOf(decodeClaims(token))
  const options = { workspace, temporaryDirectory: tmpdir(), timeout: TIMEOUT, rekorVersion: undefined }
  const trust = trustProvider(inputs.trustSource, options)
  const loadEngine = () => import('../../src/adapters/sigstore/signing-engine.ts')
  const { services, trusted } = await loadServices(tools, trust, loadEngine, inputs)
  const file = await inspectFile(path.resolve(workspace, command.file), workspace)
  const { subject } = await hashFile(file, { signal })
  const started = systemClock.now()
  const deadline = started + inputs.timeout
  const identity = { url: '', token: () => Promise.resolve(token) }
  const credentials = credentialSource({ tools, identity, services, inputs, job, deadline })
  const published = (): void => undefined
  const run = { tools, credentials, services, trusted, job, started, deadline, published, pack: textPacker() }
  const [signed] = await signSubjects([subject], run)
  await writeFile(command.bundle, signed?.bundle() ?? '')
}

function reader(values: Readonly<Record<string, string>>): (name: string) => string {
  return (name) => values[name] ?? ''
}

/** The suite runs in no job, so the job is the one that the token was given to. */
function jobOf(claims: TokenClaims): Job {
  const { repository, sha, runId, runAttempt, eventName } = claims
  return {
    repository,
    sha,
    runId,
    runAttempt: Number(runAttempt),
    eventName,
    apiUrl: 'https://api.github.com',
    serverUrl: 'https://github.com',
    workspace: process.cwd(),
    temporaryDirectory: tmpdir(),
    offersToken: true,
  }
}
