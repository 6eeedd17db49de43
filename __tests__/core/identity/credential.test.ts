/* Shows when a run asks for tokens and certificates, and when for new ones. */
import { describe, expect, it } from '@jest/globals'
import { credentialSource, type CredentialPorts } from '../../../src/core/identity/credential.ts'
import { ActionError, type ErrorCode } from '../../../src/core/shared/errors.ts'
import { newLog } from '../../support/recording-log.ts'
import { aSubject, branded } from '../../support/signing.ts'
import type { Certificate, IdentityToken, SigningKey } from '../../../src/core/types.ts'

const START = Date.UTC(2026, 5, 1)
const MINUTE = 60_000
const WORKFLOW = 'octo/repo/.github/workflows/release.yml@refs/tags/v1.2.3'

const OF_THE_JOB = {
  ...{ repository: 'octo/repo', sha: 'c', run_id: '1', run_attempt: '1', event_name: 'push' },
  ...{ repository_visibility: 'public', job_workflow_ref: WORKFLOW },
}

interface Scene {
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

const rejected = new ActionError('E_FULCIO_TOKEN_REJECTED', 'rejected', { fix: '' })
const usedUp = new ActionError('E_FULCIO_UNAVAILABLE', 'down', { fix: '', transient: {} })

function newScene({
  failures = [],
  tokenLife = 5 * MINUTE,
  certificateLife = 10 * MINUTE,
  budget = 60 * MINUTE,
  fulcio = 'https://fulcio.example',
  logs = ['https://rekor.example'],
  claims: changes = {},
  expectedIdentity,
}: Scene = {}) {
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
  return { source: credentialSource(ports), asked, time, log, deadlines }
}

describe('a credential', () => {
  it('is asked for once, however many files want it at the same time', async () => {
    const { source, asked } = newScene()
    expect(asked).toEqual({ tokens: 0, certificates: 0 })
    const [first, ...others] = await Promise.all([source.current(), source.current(), source.current()])
    for (const other of others) expect(other).toBe(first)
    expect(asked).toEqual({ tokens: 1, certificates: 1 })
  })

  it('is used until two seconds before its end, and then renewed once for all files', async () => {
    const { source, asked, time, log } = newScene()
    const first = await source.current()
    time.now = first.certificate.notAfter - 2001
    expect(await source.current()).toBe(first)
    time.now++
    const renewed = await Promise.all([source.current(), source.current(), source.current()])
    expect(new Set([first, ...renewed]).size).toBe(2)
    expect(asked).toEqual({ tokens: 2, certificates: 2 })
    expect(log.infos.filter((line) => line.startsWith('The certificate has run out'))).toHaveLength(1)
    expect(renewed[0].key).not.toBe(first.key)
  })

  it('with a certificate that has as good as run out is none', async () => {
    const { source } = newScene({ certificateLife: 2000 })
    await expect(source.current()).rejects.toMatchObject({ code: 'E_CERT_TIME' })
  })

  it('is asked for only while the token lasts', async () => {
    const { source, deadlines } = newScene({ tokenLife: MINUTE })
    await source.current()
    expect(deadlines).toEqual([START + 60 * MINUTE, START + MINUTE])
  })
})

describe('a token', () => {
  it.each<[string, Scene, ErrorCode | undefined, number]>([
    ['near its end that Fulcio refuses is asked for anew', { tokenLife: 59_000, failures: [rejected] }, undefined, 2],
    [
      'near its end that Fulcio refuses again is refused',
      { tokenLife: 59_000, failures: [rejected, rejected] },
      rejected.code,
      2,
    ],
    [
      'with much life left that Fulcio refuses is refused',
      { tokenLife: 61_000, failures: [rejected] },
      rejected.code,
      1,
    ],
    ['that an outage used up is asked for anew', { tokenLife: 59_000, failures: [usedUp, usedUp] }, undefined, 3],
    ['that an outage did not use up is not', { tokenLife: 61_000, failures: [usedUp] }, usedUp.code, 1],
    ['is not asked for after the budget', { tokenLife: 59_000, failures: [usedUp], budget: 0 }, usedUp.code, 1],
  ])('%s', async (_, scene, code, tokens) => {
    const { source, asked } = newScene(scene)
    const outcome = await source.current().then(
      () => undefined,
      (error: unknown) => (error as ActionError).code,
    )
    expect([outcome, asked.tokens]).toEqual([code, tokens])
  })
})

describe('before Fulcio stands the gate', () => {
  const PUBLIC = 'https://fulcio.sigstore.dev'
  const secret = { repository_visibility: 'private' }
  const iss = 'https://token.actions.githubusercontent.com'
  it.each<[string, Scene, ErrorCode]>([
    ['for private repositories', { fulcio: PUBLIC, claims: { ...secret, iss } }, 'E_PRIVATE_REPOSITORY'],
    [
      'for private repositories and public logs',
      { logs: ['https://rekor.example', 'https://rekor.sigstore.dev'], claims: secret },
      'E_PRIVATE_REPOSITORY',
    ],
    ['for the issuer', { fulcio: PUBLIC }, 'E_OIDC_IDENTITY'],
    ['for the event', { claims: { event_name: 'pull_request_target' } }, 'E_EVENT_REFUSED'],
    ['for a token of another job', { claims: { run_id: '2' } }, 'E_OIDC_IDENTITY'],
    ['for the expected identity', { expectedIdentity: 'https://github.com/octo/other' }, 'E_EXPECTED_IDENTITY'],
  ])('%s', async (_, scene, code) => {
    const { source, asked } = newScene(scene)
    await expect(source.current()).rejects.toMatchObject({ code })
    expect(asked).toEqual({ tokens: 1, certificates: 0 })
  })
})
