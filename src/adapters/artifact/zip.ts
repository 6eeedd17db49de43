/*
 * Owns the reading of a small ZIP archive that is wholly in memory, through its central directory (PKWARE APPNOTE.TXT
 * 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). Never writes to disk, so that no member's name can lead anywhere.
 */
import { crc32, inflateRawSync } from 'node:zlib'

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_RECORD = 0x06054b50
const END_RECORD_LENGTH = 22
const LONGEST_COMMENT = 0xffff
/** Bytes; zlib takes no less. */
const LEAST_CHUNK = 64

/**
 * readZip returns the files of an archive by name, directories left out, or undefined when it is not one that we would
 * write: not a ZIP, damaged, ZIP64, encrypted, another method than stored and deflated, a name twice, or more than
 * `limit` bytes of content.
 */
export function readZip(archive: Buffer, limit: number): ReadonlyMap<string, Uint8Array> | undefined {
  try {
    return readMembers(archive, limit)
  } catch {
    // Reading behind the end of the buffer, or broken deflate data.
    return undefined
  }
}

function readMembers(archive: Buffer, limit: number): ReadonlyMap<string, Uint8Array> | undefined {
  const end = findEnd(archive)
  if (end === undefined) return undefined
  const members = new Map<string, Uint8Array>()
  let left = limit
  let at = archive.readUInt32LE(end + 16)
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    if (archive.readUInt32LE(at) !== CENTRAL_HEADER) return undefined
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28)
    const name = archive.toString('utf8', at + 46, nameEnd)
    const size = archive.readUInt32LE(at + 24)
    if (!name.endsWith('/')) {
      left -= size
      const bytes = left < 0 ? undefined : readMember(archive, at, size)
      if (bytes === undefined || members.has(name)) return undefined
      members.set(name, bytes)
    }
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return members
}

function readMember(archive: Buffer, header: number, size: number): Uint8Array | undefined {
  const encrypted = (archive.readUInt16LE(header + 8) & 1) === 1
  const method = archive.readUInt16LE(header + 10)
  const local = archive.readUInt32LE(header + 42)
  if (encrypted || archive.readUInt32LE(local) !== LOCAL_HEADER) return undefined
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const packed = archive.subarray(start, start + archive.readUInt32LE(header + 20))
  const bytes = unpack(packed, method, size)
  return bytes?.length === size && crc32(bytes) === archive.readUInt32LE(header + 16) ? bytes : undefined
}

function unpack(packed: Buffer, method: number, size: number): Buffer | undefined {
  if (method === 0) return packed
  if (method !== 8) return undefined
  // In one piece of its size: by itself, zlib would keep 16 KiB for each of a thousand members.
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, size), chunkSize: Math.max(LEAST_CHUNK, size) })
}

function findEnd(archive: Buffer): number | undefined {
  const lowest = Math.max(0, archive.length - END_RECORD_LENGTH - LONGEST_COMMENT)
  for (let at = archive.length - END_RECORD_LENGTH; at >= lowest; at--) {
    if (archive.readUInt32LE(at) === END_RECORD) return at
  }
  return undefined
}
