/* Meets the sandbox's services with the Sigstore engine's own clients and with what they must refuse. */
import { X509Certificate, generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startSandbox } from '../../sandbox/sandbox.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { identityIn, verifyIndependently } from '../../sandbox/oracles/second-opinion.ts'
import { record, requestToken, signBytes, writeSigned } from './client.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.close())

describe('signing with the engine', () => {
  it.each([1, 2] as const)('gives a bundle that verifies with Rekor v%d', async (version) => {
    const bytes = randomBytes(100)
    const [file = ''] = writeFiles(temporaryDirectory(), { 'x.iso': bytes })
    await writeSigned(sandbox, file, bytes, version)
    verifyIndependently(file, sandbox)
  })

  it('gives a bundle that does not verify for other bytes', async () => {
    const [file = ''] = writeFiles(temporaryDirectory(), { 'x.iso': 'other' })
    await writeSigned(sandbox, file, Buffer.from('bytes'))
    expect(() => verifyIndependently(file, sandbox)).toThrow('digest mismatch')
  })

  it('gives a bundle that another sandbox does not trust', async () => {
    const other = await startSandbox()
    const [file = ''] = writeFiles(temporaryDirectory(), { 'x.iso': 'bytes' })
    await writeSigned(sandbox, file, Buffer.from('bytes'))
    const foreign = { ...sandbox, trustedRootPath: other.trustedRootPath }
    expect(() => verifyIndependently(file, foreign)).toThrow()
    await other.close()
  })
})

describe('the token endpoint', () => {
  it('refuses another bearer', async () => {
    await expect(requestToken(sandbox, 'sigstore', 'other')).rejects.toThrow('status 401')
  })

  it('gives tokens whose keys the issuer publishes', async () => {
    const discovery = await fetch(`${sandbox.urls.oidc}/.well-known/openid-configuration`)
    const { jwks_uri } = (await discovery.json()) as { jwks_uri: string }
    const { keys } = (await (await fetch(jwks_uri)).json()) as { keys: readonly { kid: string }[] }
    const [header = ''] = (await requestToken(sandbox)).split('.')
    expect(keys.map(({ kid }) => kid)).toEqual([(JSON.parse(atob(header)) as { kid: string }).kid])
  })
})

describe('Fulcio', () => {
  it('writes the identity and the claims of a workflow into the certificate', async () => {
    sandbox.claims['environment'] = 'release'
    const certificate = new X509Certificate((await signBytes(sandbox, randomBytes(9))).certificate)
    expect(certificate.subjectAltName).toBe(`URI:${identityIn(sandbox)}`)
    expect(certificate.raw.includes('repo:octo-org/example-iso:ref:refs/tags/v1.0.0')).toBe(true)
    expect(certificate.raw.includes('\x0c\x07release')).toBe(true)
  })

  it('gives each certificate a serial number of its own', async () => {
    const serials = [await signBytes(sandbox, randomBytes(9)), await signBytes(sandbox, randomBytes(9))].map(
      ({ certificate }) => new X509Certificate(certificate).serialNumber,
    )
    expect(new Set(serials).size).toBe(2)
  })

  it.each([
    ['for another audience', { aud: 'other' }],
    ['of another issuer', { iss: 'https://issuer.example' }],
    ['that expired', { exp: 1 }],
    ['from the future', { nbf: 9_999_999_999 }],
  ])('refuses a token %s', async (_, claims) => {
    Object.assign(sandbox.claims, claims)
    await expect(signBytes(sandbox, randomBytes(9))).rejects.toThrow('error processing the identity token')
  })

  it('refuses a token whose claims were changed', async () => {
    const [header = '', payload = '', signature = ''] = (await requestToken(sandbox)).split('.')
    const claims = Buffer.from(payload, 'base64url').toString().replace('octo-org', 'evil-org')
    const token = `${header}.${Buffer.from(claims).toString('base64url')}.${signature}`
    await expect(signBytes(sandbox, randomBytes(9), token)).rejects.toThrow('error processing the identity token')
  })

  it('refuses a key whose possession is not proved', async () => {
    const signing = signBytes(sandbox, randomBytes(9), undefined, () => Buffer.from('another subject'))
    await expect(signing).rejects.toThrow('signature supplied in the request could not be verified')
  })

  it('issues certificates that are wrong in the way that a test asks for', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    Object.assign(sandbox.certificate, { publicKey, lifetime: 2000, subjectAlternativeName: 'https://other.example' })
    const certificate = new X509Certificate((await signBytes(sandbox, randomBytes(9))).certificate)
    expect(certificate.publicKey.equals(publicKey)).toBe(true)
    expect(certificate.subjectAltName).toBe('URI:https://other.example')
    expect(certificate.validToDate.getTime() - certificate.validFromDate.getTime()).toBe(2000)
  })

  it.each(['none', 'wrong'] as const)('issues certificates that do not verify with timestamp %s', async (timestamp) => {
    sandbox.certificate.timestamp = timestamp
    const [file = ''] = writeFiles(temporaryDirectory(), { 'x.iso': 'bytes' })
    await writeSigned(sandbox, file, Buffer.from('bytes'))
    expect(() => verifyIndependently(file, sandbox)).toThrow(/SCT/)
  })
})

describe('Rekor', () => {
  it('answers 409 to an equal entry, which can then be had by its address', async () => {
    const signed = await signBytes(sandbox, randomBytes(9))
    const [first] = await record(sandbox, signed)
    const [second] = await record(sandbox, signed)
    expect(second?.logIndex).toBe(first?.logIndex)
    expect(sandbox.requests.slice(-3).map(({ status }) => status)).toEqual([201, 409, 200])
  })

  it.each([1, 2] as const)('v%d refuses a signature over another digest', async (version) => {
    const signed = { ...(await signBytes(sandbox, randomBytes(9))), digest: randomBytes(32) }
    await expect(record(sandbox, signed, version)).rejects.toThrow('error creating tlog entry')
    expect(sandbox.requests.at(-1)?.status).toBe(400)
  })

  it('logs what the entry says in canonical form, at a place that is never 0', async () => {
    const signed = await signBytes(sandbox, randomBytes(9))
    const [entry] = await record(sandbox, signed)
    const body = JSON.parse(String(entry?.canonicalizedBody)) as unknown
    expect(body).toEqual({
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: {
        data: { hash: { algorithm: 'sha256', value: signed.digest.toString('hex') } },
        signature: {
          content: signed.signature.toString('base64'),
          publicKey: { content: Buffer.from(signed.certificate).toString('base64') },
        },
      },
    })
    expect(Number(entry?.logIndex)).toBeGreaterThan(0)
    expect(Number(entry?.inclusionProof?.logIndex)).toBeGreaterThan(0)
  })
})

describe('a sandbox', () => {
  it('leaves nothing behind', async () => {
    const other = await startSandbox()
    await other.close()
    expect(() => readFileSync(path.join(other.directory, 'trusted_root.json'))).toThrow('ENOENT')
    await expect(fetch(other.urls.rekor)).rejects.toThrow()
  })
})
