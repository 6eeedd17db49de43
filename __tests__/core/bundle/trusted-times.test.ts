/* Shows at which times a log must be vouched for, and that a bundle which nothing dates is refused, whatever the engine says. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { newForge } from '../../../sandbox/forge.ts'
import { parseBundle } from '../../../src/core/bundle/bundle.ts'
import { assertLogTrusted } from '../../../src/core/bundle/trusted-root.ts'
import { checkBundle } from '../../../src/core/bundle/verify-bundle.ts'
import { ActionError, type ErrorCode } from '../../../src/core/shared/errors.ts'
import { outcome, trust } from '../../support/judge.ts'
import { aLogEntry } from '../../support/signing.ts'
import type { LogEntry, SignedTimes, TrustedRoot } from '../../../src/core/types.ts'

const log = { keyIds: ['a2V5'], baseUrl: 'https://rekor.example', start: 1000, end: 3000 }
const root: TrustedRoot = { json: {}, logs: [{ ...log, keyIds: ['other'], start: 0, end: Infinity }, log] }
const stamped: LogEntry = aLogEntry(2)
const withSet = (seconds: number): LogEntry => ({ ...aLogEntry(1), integratedTime: String(seconds) })

describe('a log', () => {
  it.each<[string, LogEntry, readonly number[], boolean]>([
    ['at a time inside', stamped, [2000], true],
    ['at its very start', stamped, [1000], true],
    ['at its very end', stamped, [3000], true],
    ['before its start', stamped, [999], false],
    ['after its end', stamped, [3001], false],
    ['at two times, of which one is inside', stamped, [2000, 3001], false],
    ['at the time of its SET, whatever timestamps say', withSet(2), [9000], true],
    ['at timestamps inside, with a SET of another time', withSet(9), [2000], false],
    ['that the root does not name', { ...stamped, logId: { keyId: 'bm9uZQ==' } }, [2000], false],
  ])('is trusted or not: %s', (_, entry, times, isTrusted) => {
    const check = (): void => assertLogTrusted(root, entry, times)
    if (isTrusted) expect(check).not.toThrow()
    else expect(check).toThrow(expect.objectContaining({ code: 'E_REKOR_KEY' }))
  })

  it('that is not named is told from one that was not valid then', () => {
    const unnamed = { ...stamped, logId: { keyId: 'bm9uZQ==' } }
    expect(() => assertLogTrusted(root, unnamed, [2000])).toThrow('does not name this log')
    expect(() => assertLogTrusted(root, stamped, [1])).toThrow('not valid then')
  })
})

describe('the time of a bundle', () => {
  const digest = { algorithm: 'sha256', hex: createHash('sha256').update('an image').digest('hex') } as const
  const checked = async (times: SignedTimes) => {
    const forge = await newForge()
    const bundle = parseBundle(JSON.stringify(await forge.bundle()))
    const trusted = { ...trust(forge.trustedRoot), verifier: { claimedTimes: () => times, check: () => undefined } }
    return () => checkBundle(bundle, digest, trusted)
  }

  it('is its first timestamp, else that of its first SET', async () => {
    const now = Date.now()
    expect((await checked({ timestamps: [now, now + 1], logs: [now + 2] }))().signedAt).toBe(now)
    expect((await checked({ timestamps: [], logs: [now + 2, now + 3] }))().signedAt).toBe(now + 2)
  })

  it('must be there', async () => {
    const check = await checked({ timestamps: [], logs: [] })
    expect(check).toThrow(expect.objectContaining({ code: 'E_TIMESTAMP' }))
  })

  it('comes after the digest, and a wrong one is told by its algorithm', async () => {
    const forge = await newForge()
    const bundle = parseBundle(JSON.stringify(await forge.bundle({ algorithm: 'sha512' })))
    const fixOf = (hex: string, algorithm: 'sha256' | 'sha512'): string => {
      try {
        checkBundle(bundle, { algorithm, hex }, trust(forge.trustedRoot))
        return ''
      } catch (error) {
        return error instanceof ActionError ? error.fix : ''
      }
    }
    expect(fixOf(digest.hex, 'sha256')).toContain("'files'")
    expect(fixOf('ab'.repeat(64), 'sha512')).toContain('not the file that was signed')
  })
})

describe('a chain', () => {
  it.each<[string, unknown, ErrorCode]>([
    ['of no certificate', { certificates: [] }, 'E_BUNDLE_MALFORMED'],
    ['without certificates', {}, 'E_BUNDLE_MALFORMED'],
  ])('%s is refused', async (_, x509CertificateChain, code) => {
    const bundle = await (await newForge()).bundle()
    const material = bundle['verificationMaterial'] as Record<string, unknown>
    const rest = { ...material }
    Reflect.deleteProperty(rest, 'certificate')
    const old = {
      ...bundle,
      mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
      verificationMaterial: { ...rest, x509CertificateChain },
    }
    expect(outcome(() => parseBundle(JSON.stringify(old)) as never)).toBe(code)
  })
})
