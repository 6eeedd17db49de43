import { expect, it } from '@jest/globals'
import { zip } from '../../../sandbox/zip.ts'
import { readZip } from '../../../src/adapters/artifact/zip.ts'

const members = new Map([
  ['x.iso.sig', Buffer.from('signature')],
  ['a/é.pem', Buffer.from('certificate')],
  ['empty', Buffer.alloc(0)],
])
const archive = zip(members)

it('reads every member', () => {
  expect(readZip(archive, 20)).toEqual(members)
})

it('reads an archive without members, as of a file that was gone before the upload', () => {
  expect(readZip(zip(new Map()), 0)).toEqual(new Map())
})

it('leaves directories out', () => {
  expect(readZip(zip(new Map([...members, ['a/', Buffer.alloc(0)]])), 20)).toEqual(members)
})

it('refuses more content than the limit', () => {
  expect(readZip(archive, 19)).toBeUndefined()
})

it('refuses a member of another length than its header says', () => {
  const changed = Buffer.from(archive)
  changed.writeUInt32LE(8, changed.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24)
  expect(readZip(changed, 20)).toBeUndefined()
})

it('refuses a name that occurs twice', () => {
  const doubled = zip(
    new Map([
      ['x.sig', Buffer.from('1')],
      ['y.sig', Buffer.from('2')],
    ]),
  )
  expect(readZip(Buffer.from(doubled.toString('latin1').replaceAll('y.sig', 'x.sig'), 'latin1'), 20)).toBeUndefined()
})

it('refuses whatever was cut off', () => {
  for (let length = 0; length < archive.length; length++) {
    expect(readZip(archive.subarray(0, length), 20)).toBeUndefined()
  }
})

it('never throws, and never returns changed content for a changed byte', () => {
  for (let at = 0; at < archive.length; at++) {
    const changed = Buffer.from(archive)
    changed[at] = (changed[at] ?? 0) ^ 0x55
    const contents = [...(readZip(changed, 20)?.values() ?? [])].map(String)
    expect(['signature', 'certificate', '']).toEqual(expect.arrayContaining(contents))
  }
})
