/*
 * Owns the look into the real logs, past the product: what they have taken can be told from what it says. Reads only.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import { ctLogUrl } from '../servers/ct-log.ts'
import { type RekorVersion, serviceUrls } from '../servers/trust-material.ts'

/** Entries of one tile (C2SP tlog-tiles). */
const tileWidth = 256

/** loggedIndexes returns the places of all entries in a Rekor that hold a digest (SHA-256, hex); that Rekor must run. */
export async function loggedIndexes({ places }: Lab, version: RekorVersion, digest: string): Promise<number[]> {
  const entries = version === 1 ? await entriesOfRekor1() : await entriesOfRekor2(path.join(places.run, 'rekor2'))
  const wanted = version === 1 ? digest : Buffer.from(digest, 'hex').toString('base64')
  return entries.flatMap((entry, index) => (entry.includes(`"${wanted}"`) ? [index] : []))
}

/** certificateCount returns how many certificates the CT log has integrated. */
export async function certificateCount(): Promise<number> {
  const head = await getJson(`${ctLogUrl}/ct/v1/get-sth`)
  return Number(field(head, 'tree_size'))
}

/** The canonical JSON of every entry, in order. */
async function entriesOfRekor1(): Promise<string[]> {
  const log = await getJson(`${serviceUrls.rekor[1]}/api/v1/log`)
  const entries: string[] = []
  for (let index = 0; index < Number(field(log, 'treeSize')); index++) {
    const found = await getJson(`${serviceUrls.rekor[1]}/api/v1/log/entries?logIndex=${index}`)
    const body = Object.values(found).map((entry) => String(field(entry, 'body')))
    entries.push(Buffer.from(body.join(''), 'base64').toString())
  }
  return entries
}

/** Rekor v2 serves no reads of its own: whoever runs it serves its directory (C2SP tlog-tiles). */
async function entriesOfRekor2(directory: string): Promise<string[]> {
  const checkpoint = await readFile(path.join(directory, 'checkpoint'), 'utf8')
  const size = Number(checkpoint.split('\n')[1])
  const entries: string[] = []
  for (let tile = 0; tile * tileWidth < size; tile++) {
    const width = Math.min(tileWidth, size - tile * tileWidth)
    const whole = path.join(directory, 'tile/entries', String(tile).padStart(3, '0'))
    const bytes = await readFile(width === tileWidth ? whole : path.join(`${whole}.p`, String(width)))
    for (let at = 0; at < bytes.length;) {
      const end = at + 2 + bytes.readUInt16BE(at)
      entries.push(bytes.toString('utf8', at + 2, end))
      at = end
    }
  }
  return entries
}

async function getJson(url: string): Promise<object> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
  const json: unknown = await response.json()
  if (!response.ok || typeof json !== 'object' || json === null) throw new Error(`${url} answered ${response.status}`)
  return json
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : value
}
