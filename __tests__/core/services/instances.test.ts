/* Reads what Sigstore's own instances publish, and chooses among their services as the specification says. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readTrustedRoot } from '../../../src/core/bundle/trusted-root.ts'
import { chooseServices } from '../../../src/core/services/signing-config.ts'

const folder = path.resolve(import.meta.dirname, '../../support/instances')
const bytes = (name: string): Buffer => readFileSync(path.join(folder, name))
const json = (name: string): unknown => JSON.parse(bytes(name).toString())
const fingerprint = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
const now = Date.parse('2026-11-01T00:00:00Z')

const chosen = (instance: string, rekorVersion?: 1 | 2, at = now) => {
  const services = chooseServices(json(`${instance}/signing_config.v0.2.json`), { rekorVersion, now: at })
  const { certificateAuthority, transparencyLogs, timestampAuthorities } = services
  return [certificateAuthority, ...transparencyLogs, ...timestampAuthorities].map(({ url }) => new URL(url).host)
}

const [PRODUCTION, STAGING] = ['sigstore.dev', 'sigstage.dev'].map((domain) => (log: string) => [
  `fulcio.${domain}`,
  `${log}.${domain}`,
  `timestamp.${domain}`,
]) as [(log: string) => string[], (log: string) => string[]]

describe('the services of', () => {
  it('production are those of Rekor v1, which is all that there is', () => {
    expect(chosen('production')).toEqual(PRODUCTION('rekor'))
    expect(chosen('production', 1)).toEqual(PRODUCTION('rekor'))
    expect(() => chosen('production', 2)).toThrow(expect.objectContaining({ code: 'E_SIGNING_CONFIG' }))
  })

  it('staging are those of the highest version, at the log that is open, unless version 1 is asked for', () => {
    expect(chosen('staging')).toEqual(STAGING('log2025-alpha3.rekor'))
    expect(chosen('staging', 2)).toEqual(STAGING('log2025-alpha3.rekor'))
    expect(chosen('staging', 1)).toEqual(STAGING('rekor'))
    expect(chosen('staging', 2, Date.parse('2025-09-01T00:00:00Z'))).toEqual(STAGING('log2025-alpha2.rekor'))
  })
})

it.each(['production', 'staging'])('the trusted root of %s can be read', (instance) => {
  const root = readTrustedRoot(json(`${instance}/trusted_root.json`))
  expect(JSON.stringify(root).length).toBeGreaterThan(1_000)
})

it('every copy is what its README says, byte for byte', () => {
  const listed = [
    ...bytes('README.md')
      .toString()
      .matchAll(/`((?:production|staging)\/[^`]+)` +\| `([0-9a-f]{64})`/g),
  ]
  expect(listed).toHaveLength(4)
  for (const [, name = '', sha256] of listed) expect(fingerprint(bytes(name))).toBe(sha256)
})

it('the pinned root of staging is what its source says, byte for byte', () => {
  const adapters = path.resolve(import.meta.dirname, '../../../src/adapters/trust')
  const said = /SHA-256 ([0-9a-f]{64})/.exec(readFileSync(path.join(adapters, 'staging-root.ts'), 'utf8'))?.[1]
  expect(fingerprint(readFileSync(path.join(adapters, 'staging-root.json')))).toBe(said)
})
