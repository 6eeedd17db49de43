/*
 * Owns the changes that make something wrong of something right: one byte flipped in a copy, at a place that is named.
 * The originals stay as they are.
 */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { digestOf, type Material } from './material.ts'

/** flipFile returns material whose file has its first byte changed; its digest follows. */
export async function flipFile(material: Material): Promise<Material> {
  const bytes = await readFile(material.file)
  const file = await copy(material, material.file, flip(bytes, 0))
  return { ...material, file, digest: await digestOf(file) }
}

/** flipSignature returns material whose `.sig` holds a signature with its last byte changed. */
export async function flipSignature(material: Material): Promise<Material> {
  const text = await readFile(material.signature, 'utf8')
  return { ...material, signature: await copy(material, material.signature, flipBase64(text, -1)) }
}

/** PemPlace is a part of a certificate: its public key, or the authority's signature over it. */
export type PemPlace = 'public key' | 'authority signature'

/** flipCertificate returns material whose `.pem` has one byte changed at a place. */
export async function flipCertificate(material: Material, place: PemPlace): Promise<Material> {
  const pem = await readFile(material.certificate, 'utf8')
  const der = Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64')
  // The key's uncompressed point follows the curve's identifier, prime256v1 (RFC 5480), and two bytes of header.
  const prime256v1 = Buffer.from('06082a8648ce3d030107', 'hex')
  const position = place === 'public key' ? der.indexOf(prime256v1) + prime256v1.length + 8 : -1
  const lines = flip(der, position).toString('base64').match(/.{1,64}/g) ?? [] // prettier-ignore
  const text = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
  return { ...material, certificate: await copy(material, material.certificate, text) }
}

/** BundlePlace is a base64 field of a bundle, by the keys that lead to it. */
export type BundlePlace = readonly (string | number)[]

/** flipBundle returns material whose bundle has the last byte of one base64 field changed. */
export async function flipBundle(material: Material, place: BundlePlace): Promise<Material> {
  const bundle: unknown = JSON.parse(await readFile(material.bundle, 'utf8'))
  const changed = change(bundle, place, (text) => flipBase64(text, -1))
  return { ...material, bundle: await copy(material, material.bundle, JSON.stringify(changed)) }
}

/** flipCheckpoint returns material whose bundle's checkpoint carries a changed signature (signed note: the last line). */
export async function flipCheckpoint(material: Material): Promise<Material> {
  const bundle: unknown = JSON.parse(await readFile(material.bundle, 'utf8'))
  const place = ['verificationMaterial', 'tlogEntries', 0, 'inclusionProof', 'checkpoint', 'envelope']
  const changed = change(bundle, place, (note) =>
    note.replace(/(\S+)\n$/, (_, signature: string) => `${flipBase64(signature, -1)}\n`),
  )
  return { ...material, bundle: await copy(material, material.bundle, JSON.stringify(changed)) }
}

function change(value: unknown, [key, ...rest]: BundlePlace, edit: (text: string) => string): unknown {
  if (key === undefined) {
    if (typeof value !== 'string') throw new Error('the bundle has no text there')
    return edit(value)
  }
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? change(item, rest, edit) : item) as unknown)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
    throw new Error(`the bundle has no '${key}'`)
  }
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => [
    name,
    name === key ? change(item, rest, edit) : item,
  ])
  return Object.fromEntries(entries)
}

function flipBase64(text: string, index: number): string {
  return flip(Buffer.from(text, 'base64'), index).toString('base64')
}

/** flip returns a copy with the lowest bit of one byte changed; a negative index counts from the end. */
function flip(bytes: Buffer, index: number): Buffer {
  const copied = Buffer.from(bytes)
  const position = index < 0 ? copied.length + index : index
  copied.writeUInt8(copied.readUInt8(position) ^ 1, position)
  return copied
}

async function copy({ lab }: Material, original: string, content: string | Buffer): Promise<string> {
  const directory = await mkdtemp(path.join(lab.places.run, 'changed-'))
  const file = path.join(directory, path.basename(original))
  await writeFile(file, content)
  return file
}
