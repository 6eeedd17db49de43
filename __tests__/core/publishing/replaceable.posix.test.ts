/* Shows which files in the way of a signature file are ours to replace, and that all others are refused. */
import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { isBarredBySticky, refuseUnlessReplaceable } from '../../../src/core/publishing/replaceable.ts'
import { callUnprivileged } from '../../support/child.ts'
import { olderFiles } from '../../support/older-files.ts'
import { newDirectory } from '../../support/workspace.ts'

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64')
const olderOf = async (suffix: string, options: Parameters<typeof olderFiles>[1] = {}): Promise<string> =>
  (await olderFiles('x', options))[`x${suffix}`] ?? ''
const signature = await olderOf('.sig')
const certificate = await olderOf('.pem')
const bundle = await olderOf('.sigstore.json')
const ours: readonly (readonly [string, string, string])[] = [
  ['x.sig', 'a signature', signature],
  ['x.sig', 'a signature with a line end', `${signature}\n`],
  ['x.sig', 'a signature on P-384', await olderOf('.sig', { key: 'secp384r1', algorithm: 'sha384' })],
  ['x.sig', 'a signature on P-521', await olderOf('.sig', { key: 'secp521r1', algorithm: 'sha512' })],
  ['x.pem', 'a certificate', certificate],
  ['x.pem', 'a certificate as cosign writes it', base64(certificate)],
  ['x.sigstore.json', 'a bundle', bundle],
  ['x.sigstore.json', 'a bundle of Rekor v2', await olderOf('.sigstore.json', { rekorVersion: 2 })],
]

function inTheWay(name: string, content: string | Buffer): () => boolean {
  const file = path.join(newDirectory(), name)
  writeFileSync(file, content)
  return () => refuseUnlessReplaceable(file, name)
}

describe('a file of our form', () => {
  it.each(ours)('may be replaced: %s is %s', (name, _, text) => {
    expect(inTheWay(name, text)()).toBe(true)
  })

  it('is not there where nothing is', () => {
    expect(refuseUnlessReplaceable(path.join(newDirectory(), 'x.sig'), 'x.sig')).toBe(false)
  })
})

const der = Buffer.from(signature, 'base64')
const dsse = bundle.replace('{', '{"dsseEnvelope":{},')
const managed = bundle.replace('"verificationMaterial":{', '"verificationMaterial":{"publicKey":{},')
const server = await olderOf('.pem', { certificate: { codeSigning: false } })
const foreign: readonly (readonly [string, string, string | Buffer])[] = [
  ['x.sig', 'nothing', ''],
  ['x.sig', 'an armoured PGP signature', '-----BEGIN PGP SIGNATURE-----\n\niHUEAB==\n-----END PGP SIGNATURE-----\n'],
  ['x.sig', 'a binary PGP signature', Buffer.from('88750400160a001d', 'hex')],
  ['x.sig', 'a bare DER signature', der],
  ['x.sig', 'the base64 of a raw signature', base64(der.subarray(0, 64))],
  ['x.sig', 'the base64 of a signature with more behind it', base64(Buffer.concat([der, Buffer.of(0)]))],
  ['x.sig', 'a certificate', certificate],
  ['x.pem', 'a private key', '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n'],
  ['x.pem', 'a chain of certificates', certificate + certificate],
  [
    'x.pem',
    'a certificate with its key',
    `${certificate}-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----\n`,
  ],
  ['x.pem', "a server's certificate", server],
  ['x.pem', 'a signature', signature],
  ['x.sigstore.json', 'an attestation', dsse],
  ['x.sigstore.json', 'a bundle made with a managed key', managed],
  ['x.sigstore.json', 'other JSON', '{"mediaType":"application/json"}'],
  ['x.sigstore.json', 'half a bundle', bundle.slice(0, -9)],
  ['x.sigstore.json', 'far too much', ' '.repeat(4 * 1024 * 1024) + bundle],
  ['x.txt', 'what no signature file is called', signature],
]

describe('a file of another form', () => {
  it.each(foreign)('is refused: %s is %s', (name, _, content) => {
    expect(inTheWay(name, content)).toThrow(
      expect.objectContaining({
        code: 'E_OUTPUT_PATH',
        message: expect.stringMatching(
          new RegExp(`^'${name}' is not what its name stands for, .*; it is not replaced$`),
        ),
        fix: expect.stringContaining("'output-directory'"),
      }),
    )
  })

  it('is refused where nobody can tell', () => {
    const directory = newDirectory()
    chmodSync(directory, 0o777)
    const file = path.join(directory, 'x.sig')
    writeFileSync(file, signature, { mode: 0o000 })
    const call = { module: 'src/core/publishing/replaceable.ts', call: 'refuseUnlessReplaceable' }
    expect(callUnprivileged({ ...call, input: [file, 'x.sig'] })).toMatchObject({
      code: 'E_OUTPUT_PATH',
      message: expect.stringContaining('permission denied'),
    })
  })
})

it.each([
  ["another's file", 1, { uid: 2 }, { uid: 3, mode: 0o41777 }, true],
  ['an own file', 1, { uid: 1 }, { uid: 3, mode: 0o41777 }, false],
  ["another's file in an own directory", 1, { uid: 2 }, { uid: 1, mode: 0o41777 }, false],
  ["another's file in a directory that is not sticky", 1, { uid: 2 }, { uid: 3, mode: 0o40777 }, false],
  ['root', 0, { uid: 2 }, { uid: 3, mode: 0o41777 }, false],
  ['a system without user ids', undefined, { uid: 0 }, { uid: 0, mode: 0o41777 }, false],
])('what a sticky directory bars: %s', (_, user, file, directory, expected) => {
  expect(isBarredBySticky(user, file, directory)).toBe(expected)
})
