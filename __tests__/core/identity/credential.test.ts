/* Shows when a run asks for tokens and certificates, and when for new ones, and which gates stand between both. */
import { describe, expect, it } from '@jest/globals'
import { admittedToken } from '../../../src/core/identity/admitted-token.ts'
import { credentialSource } from '../../../src/core/identity/credential.ts'
import { ActionError, type ErrorCode } from '../../../src/core/shared/errors.ts'
import { MINUTE, newCredentialScene, START, type CredentialScene } from '../../support/credential-scene.ts'

const rejected = new ActionError('E_FULCIO_TOKEN_REJECTED', 'rejected', { fix: '' })
const usedUp = new ActionError('E_FULCIO_UNAVAILABLE', 'down', { fix: '', transient: {} })

describe('a credential', () => {
  it('is asked for once, however many files want it at the same time', async () => {
    const { source, asked } = newCredentialScene()
    expect(asked).toEqual({ tokens: 0, certificates: 0 })
    const [first, ...others] = await Promise.all([source.current(), source.current(), source.current()])
    for (const other of others) expect(other).toBe(first)
    expect(asked).toEqual({ tokens: 1, certificates: 1 })
  })

  it('is used until two seconds before its end, and then renewed once for all files', async () => {
    const { source, asked, time, log } = newCredentialScene()
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
    const { source } = newCredentialScene({ certificateLife: 2000 })
    await expect(source.current()).rejects.toMatchObject({ code: 'E_CERT_TIME' })
  })

  it('with a certificate for somebody else, too, is none', async () => {
    const { source } = newCredentialScene({ otherNames: [{ kind: 'dNSName' }] })
    await expect(source.current()).rejects.toMatchObject({ code: 'E_CERT_IDENTITY' })
  })

  it('is asked for only while the token lasts', async () => {
    const { source, deadlines } = newCredentialScene({ tokenLife: MINUTE })
    await source.current()
    expect(deadlines).toEqual([START + 60 * MINUTE, START + MINUTE])
  })
})

describe('a token', () => {
  it.each([
    ['is used', 5 * MINUTE, 4 * MINUTE, 1],
    ['is not used when it has aged since', 5 * MINUTE, 4 * MINUTE + 1000, 2],
    ['is used when a new one would not live longer', 59_000, 0, 1],
  ])('that the run has already %s', async (_, tokenLife, later, tokens) => {
    const { ports, asked, time } = newCredentialScene({ tokenLife })
    const source = credentialSource(ports, await admittedToken(ports))
    time.now += later
    await source.current()
    expect(asked).toEqual({ tokens, certificates: 1 })
  })

  it.each<[string, CredentialScene, ErrorCode | undefined, number]>([
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
    const { source, asked } = newCredentialScene(scene)
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
  it.each<[string, CredentialScene, ErrorCode]>([
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
    const { source, asked } = newCredentialScene(scene)
    await expect(source.current()).rejects.toMatchObject({ code })
    expect(asked).toEqual({ tokens: 1, certificates: 0 })
  })
})
