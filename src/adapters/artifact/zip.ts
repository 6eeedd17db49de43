/*
 * Owns the reading of a small ZIP archive, through its central directory (PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12
 * and 4.3.16), a piece at a time. Never writes to disk, so that no member's name can lead anywhere.
 */
import { crc32 } from 'node:zlib'
import { inflateWhole, oneRoom } from '../../core/shared/buffers.ts'
import type { StoredMember } from '../../core/types.ts'

const LOCAL_HEADER = 0x04034b50
const LOCAL_HEADER_LENGTH = 30
const CENTRAL_HEADER = 0x02014b50
const CENTRAL_HEADER_LENGTH = 46
const END_RECORD = 0x06054b50
const END_RECORD_LENGTH = 22
const LONGEST_COMMENT = 0xffff
/** Compression methods (4.4.5). */
const STORED = 0
const DEFLATED = 8

/** ZipSource is where an archive lies. */
export interface ZipSource {
  /** Bytes. */
  readonly size: number
  /** Returns the bytes from a position on, fewer where the archive ends; in `room`, which has to hold them, where it is given. */
  read(at: number, length: number, room?: Buffer): Buffer
}

/**
 * readZip returns the files of an archive by name, directories left out, or undefined when it is not one that we would
 * write: not a ZIP, cut off, ZIP64, encrypted, another method than stored and deflated, a name twice, or more than
 * `limit` bytes of content. Each is read when it is asked for, into the room of the one before, and undefined where it is damaged.
 */
export function readZip(source: ZipSource, limit: number): ReadonlyMap<string, StoredMember> | undefined {
  try {
    return readMembers(source, limit)
  } catch {
    // Reading behind the end of a buffer.
    return undefined
  }
}

function readMembers(source: ZipSource, limit: number): ReadonlyMap<string, StoredMember> | undefined {
  const end = findEnd(source)
  if (end === undefined) return undefined
  const members = new Map<string, StoredMember>()
  const roomFor = oneRoom()
  const directory = source.read(end.readUInt32LE(16), end.readUInt32LE(12))
  let left = limit
  let at = 0
  for (let count = end.readUInt16LE(10); count > 0; count--) {
    if (directory.readUInt32LE(at) !== CENTRAL_HEADER) return undefined
    const nameEnd = at + CENTRAL_HEADER_LENGTH + directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + CENTRAL_HEADER_LENGTH, nameEnd)
    if (!name.endsWith('/')) {
      left -= directory.readUInt32LE(at + 24)
      const member = left < 0 ? undefined : memberAt(source, directory.subarray(at, nameEnd), roomFor)
      if (member === undefined || members.has(name)) return undefined
      members.set(name, member)
    }
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return members
}

function memberAt(source: ZipSource, header: Buffer, roomFor: (size: number) => Buffer): StoredMember | undefined {
  const encrypted = (header.readUInt16LE(8) & 1) === 1
  const method = header.readUInt16LE(10)
  const checksum = header.readUInt32LE(16)
  const packedSize = header.readUInt32LE(20)
  const size = header.readUInt32LE(24)
  const at = header.readUInt32LE(42)
  const local = source.read(at, LOCAL_HEADER_LENGTH)
  if (encrypted || local.readUInt32LE(0) !== LOCAL_HEADER || (method !== STORED && method !== DEFLATED))
    return undefined
  const start = at + LOCAL_HEADER_LENGTH + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (start + packedSize > source.size) return undefined
  return () => {
    const packed = source.read(start, packedSize, roomFor(packedSize))
    const bytes = method === STORED ? packed : inflate(packed, size)
    return bytes?.length === size && crc32(bytes) === checksum ? bytes : undefined
  }
}

function inflate(packed: Buffer, size: number): Buffer | undefined {
  try {
    return inflateWhole(packed, size)
  } catch {
    return undefined
  }
}

function findEnd({ size, read }: ZipSource): Buffer | undefined {
  const length = Math.min(size, END_RECORD_LENGTH + LONGEST_COMMENT)
  const tail = read(size - length, length)
  for (let at = tail.length - END_RECORD_LENGTH; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_RECORD) return tail.subarray(at)
  }
  return undefined
}
