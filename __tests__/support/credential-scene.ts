/*
 * Owns a token endpoint and a Fulcio in memory, for the tests of what asks them. No part of their answers is signed.
 */
import { credentialSource, type CredentialPorts, type CredentialSource } from '../../src/core/identity/credential.ts'
import type { ActionError } from '../../src/core/shared/errors.ts'
import { newLog, type RecordingLog } from './recording-log.ts'
import { aSubject, branded } from './signing.ts'
import type { Certificate, IdentityToken, SigningKey, SubjectName } from '../../src/core/types.ts'

/** START is when every scene begins. */
export const START = Date.UTC(2026, 5, 1)
/** MINUTE is in milliseconds. */
export const MINUTE = 60_000
const WORKFLOW = 'octo/repo/.github/workflows/release.yml@refs/tags/v1.2.3'

const OF_THE_JOB = {
  ...{ repository: 'octo/repo', sha: 'c', run_id: '1', run_attempt: '1', event_name: 'push' },
  ...{ repository_visibility: 'public', job_workflow_ref: WORKFLOW },
}

/** CredentialScene says what is odd; everything is as it should be where left out. */
export interface CredentialScene {
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
  /** What the certificate names beside the workflow. */
  readonly otherNames?: readonly SubjectName[]
}

/** ScenePlayed is a source of credentials and its ports, what was asked for so far, and a clock that a test may turn. */
export interface ScenePlayed {
  readonly source: CredentialSource
  readonly ports: CredentialPorts
  readonly asked: { tokens: number; certificates: number }
  readonly time: { now: number }
  readonly log: RecordingLog
  /** Of every call, in milliseconds since the epoch. */
  readonly deadlines: readonly number[]
}

/** newCredentialScene returns a source of credentials, what it asked for, and a clock that a test may turn. */
export function newCredentialScene({
  failures = [],
  tokenLife = 5 * MINUTE,
  certificateLife = 10 * MINUTE,
  budget = 60 * MINUTE,
  fulcio = 'https://fulcio.example',
  logs = ['https://rekor.example'],
  claims: changes = {},
  expectedIdentity,
  otherNames = [],
}: CredentialScene = {}): ScenePlayed {
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
    subjectNames: [
      { kind: 'uniformResourceIdentifier', identity: branded(`https://github.com/${WORKFLOW}`) },
      ...otherNames,
    ],
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
      transparencyLogs: logs.map((url) => ({
        url,
        majorApiVersion: 1,
        record: () => Promise.reject(new Error('no log is asked here')),
      })),
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
      apiUrl: 'https://api.github.com',
      temporaryDirectory: '/t',
      offersToken: true,
    },
    deadline: START + budget,
  }
  return { source: credentialSource(ports), ports, asked, time, log, deadlines }
}
