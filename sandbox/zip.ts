/*
 * Owns the little of the ZIP format (PKWARE APPNOTE 6.3) that the sandbox needs: write members uncompressed, read what
 * the artifact library wrote. Must not touch the file system.
 */
import { crc32, inflateRawSync } from 'node:zlib'

/** Members are the files of an archive: bytes by name. */
export type Members = ReadonlyMap<string, Buffer>

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const UTF8_NAMES = 0x0800

/** zip returns an archive of `members`, stored without compression. */
export function zip(members: Members): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [member, bytes] of members) {
    const name = Buffer.from(member)
    // Version, flags, method, time, date, checksum, both sizes, length of the name, length of the extra field.
    const facts = [u16(20), u16(UTF8_NAMES), u32(0), u16(0x21), u32(crc32(bytes)), u32(bytes.length), u32(bytes.length)]
    const common = Buffer.concat([...facts, u16(name.length), u16(0)])
    const file = Buffer.concat([u32(LOCAL), common, name, bytes])
    directory.push(Buffer.concat([u32(CENTRAL), u16(20), common, Buffer.alloc(10), u32(offset), name]))
    files.push(file)
    offset += file.length
  }
  const central = Buffer.concat(directory)
  const count = [u16(members.size), u16(members.size)]
  return Buffer.concat([...files, central, u32(END), u32(0), ...count, u32(central.length), u32(offset), u16(0)])
}

/** unzip returns the members of an archive; throws where it is not one. */
export function unzip(archive: Buffer): Members {
  const end = archive.lastIndexOf(u32(END))
  if (end < 0) throw new Error('not a ZIP archive')
  const members = new Map<string, Buffer>()
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)]
    const [name, extra] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30)]
    const comment = archive.readUInt16LE(at + 32)
    const local = archive.readUInt32LE(at + 42)
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const packed = archive.subarray(start, start + size)
    const bytes = method === 0 ? Buffer.from(packed) : inflateRawSync(packed)
    members.set(archive.toString('utf8', at + 46, at + 46 + name), bytes)
    at += 46 + name + extra + comment
  }
  return members
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
