/* Shows what the second opinion refuses, so that its silence in other tests says something. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { checkWithOpenssl } from '../../sandbox/openssl.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { identityIn, verifySigned } from '../../sandbox/oracles/second-opinion.ts'
import { writeSigned } from './client.ts'

let sandbox: Sandbox
let one = ''
let other = ''
let issuer = ''

beforeAll(async () => {
  sandbox = await startSandbox()
  issuer = sandbox.urls.oidc
  const files = writeFiles(temporaryDirectory(), { 'one.iso': 'one', 'other.iso': 'other' })
  ;[one = '', other = ''] = files
  for (const file of [one, other]) await writeSigned(sandbox, file, readFileSync(file))
})
afterAll(() => sandbox.close())

/** Gives `one` the named signature file of `other`, checks, and takes it back. */
function withFileOfOther(suffix: string, check: () => unknown): void {
  const own = readFileSync(one + suffix)
  writeFileSync(one + suffix, readFileSync(other + suffix))
  try {
    check()
  } finally {
    writeFileSync(one + suffix, own)
  }
}

describe('the engine', () => {
  const check = (expected = { identity: identityIn(sandbox), issuer }): unknown =>
    verifySigned(one, { trustedRoot: sandbox.trustedRootPath, ...expected })

  it('accepts what was signed', () => {
    expect(() => check()).not.toThrow()
  })

  it('accepts a file larger than a piece of it', async () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024 + 1, 'x')
    const [large = ''] = writeFiles(temporaryDirectory(), { 'large.iso': bytes })
    await writeSigned(sandbox, large, bytes)
    const opinion = { trustedRoot: sandbox.trustedRootPath, identity: identityIn(sandbox), issuer }
    expect(() => verifySigned(large, opinion)).not.toThrow()
  })

  it.each(['.sig', '.pem', '.sigstore.json'])('refuses the %s of another file', (suffix) => {
    withFileOfOther(suffix, () => expect(() => check()).toThrow(/signature/))
  })

  it('refuses another identity or issuer, to the letter', () => {
    expect(() => check({ identity: identityIn(sandbox).replace('.yml', 'xyml'), issuer })).toThrow('signed by')
    expect(() => check({ identity: identityIn(sandbox), issuer: `${issuer}/` })).toThrow('signed by')
  })
})

describe('OpenSSL, where there is one', () => {
  it('says that a signature verifies, and refuses that of another file', () => {
    expect([undefined, 'Verified OK']).toContain(checkWithOpenssl(one))
    if (checkWithOpenssl(one) === undefined) return
    withFileOfOther('.sig', () => expect(() => checkWithOpenssl(one)).toThrow())
  })
})
