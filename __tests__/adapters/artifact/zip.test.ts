import { expect, it } from '@jest/globals'
import { zip } from '../../../sandbox/zip.ts'
import { readZip } from '../../../src/adapters/artifact/zip.ts'
import { zipMembers } from '../../support/zip-members.ts'

const members = new Map([
  ['x.iso.sig', Buffer.from('signature')],
  ['a/é.pem', Buffer.from('certificate')],
  ['empty', Buffer.alloc(0)],
])
const archive = zip(members)

it('reads every member', () => {
  expect(zipMembers(archive, 20)).toEqual(members)
})

it('reads an archive without members, as of a file that was gone before the upload', () => {
  expect(zipMembers(zip(new Map()), 0)).toEqual(new Map())
})

it('reads what is in a member into one room for all, large enough, and nothing of another', () => {
  const rooms = new Set<Buffer>()
  const read = (at: number, length: number, room?: Buffer): Buffer => {
    if (room === undefined) return archive.subarray(at, at + length)
    rooms.add(room)
    return room.subarray(0, archive.copy(room, 0, at, at + length))
  }
  const found = readZip({ size: archive.length, read }, 20)
  for (let time = 0; time < 2; time++) for (const [name, bytes] of members) expect(found?.get(name)?.()).toEqual(bytes)
  // The second is longer than the first, the third shorter, and on the second time there is room for each.
  expect([...rooms].map(({ length }) => length)).toEqual([9, 11])
})

it('leaves directories out', () => {
  expect(zipMembers(zip(new Map([...members, ['a/', Buffer.alloc(0)]])), 20)).toEqual(members)
})

it('refuses more content than the limit', () => {
  expect(zipMembers(archive, 19)).toBeUndefined()
})

it('gives nothing of a member of another length than its header says, and the others', () => {
  const changed = Buffer.from(archive)
  changed.writeUInt32LE(8, changed.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24)
  expect(zipMembers(changed, 20)).toEqual(new Map([...members, ['x.iso.sig', undefined]]))
})

it('gives nothing of a member whose bytes are other ones than its checksum says', () => {
  const changed = Buffer.from(archive)
  changed[changed.indexOf('certificate')] = 0x43
  expect(zipMembers(changed, 20)).toEqual(new Map([...members, ['a/é.pem', undefined]]))
})

it('refuses a name that occurs twice', () => {
  const doubled = zip(
    new Map([
      ['x.sig', Buffer.from('1')],
      ['y.sig', Buffer.from('2')],
    ]),
  )
  expect(zipMembers(Buffer.from(doubled.toString('latin1').replaceAll('y.sig', 'x.sig'), 'latin1'), 20)).toBeUndefined()
})

it('refuses whatever was cut off', () => {
  for (let length = 0; length < archive.length; length++) {
    expect(zipMembers(archive.subarray(0, length), 20)).toBeUndefined()
  }
})

it('never throws, and never returns changed content for a changed byte', () => {
  for (let at = 0; at < archive.length; at++) {
    const changed = Buffer.from(archive)
    changed[at] = (changed[at] ?? 0) ^ 0x55
    const found = [...(zipMembers(changed, 20)?.values() ?? [])]
    const contents = found.filter((bytes) => bytes !== undefined).map(String)
    expect(['signature', 'certificate', '']).toEqual(expect.arrayContaining(contents))
  }
})
