/* Shows when a run asks for tokens and certificates, and when for new ones. */
import { describe, expect, it } from '@jest/globals'
import { credentialSource, type CredentialPorts } from '../../../src/core/identity/credential.ts'
import { ActionError, type ErrorCode } from '../../../src/core/shared/errors.ts'
import { newLog } from '../../support/recording-log.ts'
import { aSubject, branded } from '../../support/signing.ts'
import type { Certificate, IdentityToken, SigningKey, SubjectName } from '../../../src/core/types.ts'

const START = Date.UTC(2026, 5, 1)
const MINUTE = 60_000
const WORKFLOW = 'octo/repo/.github/workflows/release.yml@refs/tags/v1.2.3'

interface Scene {
  /** What Fulcio does with each request; a certificate where left out. */
  readonly failures?: readonly (ActionError | undefined)[]
  /** Milliseconds of a token's and of a certificate's life. */
  readonly tokenLife?: number
  readonly certificateLife?: number
  readonly budget?: number
  /** What the certificate names beside the workflow. */
  readonly otherNames?: readonly SubjectName[]
}

const rejected = new ActionError('E_FULCIO_TOKEN_REJECTED', 'rejected', { fix: '' })
const usedUp = new ActionError('E_FULCIO_UNAVAILABLE', 'down', { fix: '', transient: {} })

function newScene({
  failures = [],
  tokenLife = 5 * MINUTE,
  certificateLife = 10 * MINUTE,
  budget = 60 * MINUTE,
  otherNames = [],
}: Scene = {}) {
  const time = { now: START }
  const asked = { tokens: 0, certificates: 0 }
  const left = [...failures]
  const deadlines: number[] = []
  const log = newLog()
  const tokenNow = (): IdentityToken => {
    const [iat, exp] = [time.now / 1000, (time.now + tokenLife) / 1000]
    const claims = {
      iss: 'https://issuer',
      aud: 'sigstore',
      sub: 's',
      iat,
      exp,
      repository: 'octo/repo',
      sha: 'c',
      run_id: '1',
      run_attempt: '1',
      job_workflow_ref: WORKFLOW,
    }
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
      token: async () => {
        asked.tokens++
        return tokenNow()
      },
    },
    authority: {
      url: 'https://fulcio.example',
      issue: async (_, key) => {
        asked.certificates++
        const failure = left.shift()
        if (failure !== undefined) throw failure
        return certificateFor(key)
      },
    },
    inputs: {
      allowPrivateRepository: false,
      audience: 'sigstore',
      expectedIdentity: undefined,
      runnerWorkflowRef: undefined,
    },
    job: {
      repository: 'octo/repo',
      sha: 'c',
      runId: '1',
      runAttempt: 1,
      eventName: 'push',
      serverUrl: '',
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

  it('with a certificate for somebody else, too, is none', async () => {
    const { source } = newScene({ otherNames: [{ kind: 'dNSName' }] })
    await expect(source.current()).rejects.toMatchObject({ code: 'E_CERT_IDENTITY' })
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
