/*
 * Owns a scene for the getting of credentials: a runner, a Fulcio and a clock that do as they are told. Must not know any test.
 */
import { credentialSource, type CredentialPorts, type CredentialSource } from '../../../src/core/identity/credential.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { newLog, type RecordingLog } from '../../support/recording-log.ts'
import { aSubject, branded } from '../../support/signing.ts'
import type { Certificate, IdentityToken, SigningKey } from '../../../src/core/types.ts'

/** START is when every scene starts, in milliseconds since the epoch. */
export const START = Date.UTC(2026, 5, 1)
/** MINUTE in milliseconds. */
export const MINUTE = 60_000
const WORKFLOW = 'octo/repo/.github/workflows/release.yml@refs/tags/v1.2.3'

const OF_THE_JOB = {
  ...{ repository: 'octo/repo', sha: 'c', run_id: '1', run_attempt: '1', event_name: 'push' },
  ...{ repository_visibility: 'public', job_workflow_ref: WORKFLOW },
}

/** Scene says what is not as usual. */
export interface Scene {
  /** What Fulcio does with each request; a certificate where left out. */
  readonly failures?: readonly (ActionError | undefined)[]
  /** Milliseconds of a token's and of a certificate's life. */
  readonly tokenLife?: number
  readonly certificateLife?: number
  readonly budget?: number
  /** URLs; private ones where left out. */
  readonly fulcio?: string
  readonly logs?: readonly string[]
  /** Claims in place of, or beside, those of a push to a public repository. */
  readonly claims?: Readonly<Record<string, string>>
  readonly expectedIdentity?: string
}

/** rejected is Fulcio's refusal of a token. */
export const rejected = new ActionError('E_FULCIO_TOKEN_REJECTED', 'rejected', { fix: '' })
/** usedUp is an outage of Fulcio's that outlasted its call. */
export const usedUp = new ActionError('E_FULCIO_UNAVAILABLE', 'down', { fix: '', transient: {} })

/** Scenery is what a test looks at, and what it moves. */
export interface Scenery {
  readonly source: CredentialSource
  readonly ports: CredentialPorts
  /** How often the runner and Fulcio were asked so far. */
  readonly asked: { readonly tokens: number; readonly certificates: number }
  readonly time: { now: number }
  readonly log: ReturnType<typeof newLog>
  /** The deadlines of the calls so far. */
  readonly deadlines: readonly number[]
}

/** newScene returns the source of credentials, what was asked for so far, and the time, which tests move. */
export function newScene({
  failures = [],
  tokenLife = 5 * MINUTE,
  certificateLife = 10 * MINUTE,
  budget = 60 * MINUTE,
  fulcio = 'https://fulcio.example',
  logs = ['https://rekor.example'],
  claims: changes = {},
  expectedIdentity,
}: Scene = {}): Scenery {
  const time = { now: START }
  const asked = { tokens: 0, certificates: 0 }
  const left = [...failures]
  const deadlines: number[] = []
  const log = newLog()
  const tokenNow = (): IdentityToken => {
    const [iat, exp] = [time.now / 1000, (time.now + tokenLife) / 1000]
    const claims = { iss: 'https://issuer', aud: 'sigstore', sub: 's', iat, exp, ...OF_THE_JOB, ...changes }
    return branded(`e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`)
  }
  const certificateFor = (key: SigningKey): Certificate => ({
    ...aSubject().verified.certificate,
    publicKey: key.publicKey,
    notBefore: time.now,
    notAfter: time.now + certificateLife,
    identities: [branded(`https://github.com/${WORKFLOW}`)],
    issuer: branded('https://issuer'),
  })
  const ports: CredentialPorts = {
    tools: {
      log,
      clock: { now: () => time.now, random: () => 0, sleep: async () => undefined },
      call: (call) => {
        deadlines.push(call.deadline)
        return call.attempt(new AbortController().signal)
      },
    },
    identity: {
      url: 'https://tokens.example',
      token: async () => {
        asked.tokens++
        return tokenNow()
      },
    },
    services: {
      certificateAuthority: {
        url: fulcio,
        issue: async (_, key) => {
          asked.certificates++
          const failure = left.shift()
          if (failure !== undefined) throw failure
          return certificateFor(key)
        },
      },
      transparencyLogs: logs.map((url) => ({ url, majorApiVersion: 1, record: () => Promise.reject(usedUp) })),
    },
    inputs: {
      allowPrivateRepository: false,
      audience: 'sigstore',
      expectedIdentity: expectedIdentity === undefined ? undefined : branded(expectedIdentity),
      runnerWorkflowRef: undefined,
    },
    job: {
      repository: 'octo/repo',
      sha: 'c',
      runId: '1',
      runAttempt: 1,
      eventName: 'push',
      serverUrl: 'https://github.com',
      workspace: '/w',
      temporaryDirectory: '/t',
      offersToken: true,
    },
    deadline: START + budget,
  }
  return { source: credentialSource(ports), ports, asked, time, log, deadlines }
}
