/* Shows what each answer of the service means for an upload that may have succeeded, and for one that did. */
import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { publishArtifact } from '../../../src/core/artifact/artifact-publish.ts'
import { sameContent } from '../../../src/core/artifact/artifact-content.ts'
import { uploadMembers } from '../../../src/core/artifact/artifact-upload.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { newLog } from '../../support/recording-log.ts'
import { memberOf, MemoryArtifactStore, toolsFor } from '../../support/memory-artifact-store.ts'
import type { ArtifactMember, StoredContent } from '../../../src/core/types.ts'

/** Bytes that a member may have, on average, in an artifact that is looked into. */
const LARGEST_MEMBER = 256 * 1024
const members = [memberOf('x.sig', 'signature'), memberOf('x.pem', 'certificate')]

describe('after a reply that was lost', () => {
  const upload = (store: MemoryArtifactStore) => uploadMembers(toolsFor(store), 'name', members, undefined)

  it('a look that breaks off is made again, and our own artifact adopted', async () => {
    const store = new MemoryArtifactStore()
    store.fail('upload', 'lost')
    store.fail('read', 'reset')
    expect(await upload(store)).toMatchObject({ name: 'name', id: 1 })
  })

  it.each(['E_UPLOAD_RESPONSE', 'E_UPLOAD_PERMISSION'] as const)(
    'an artifact that cannot be read for %s is left alone',
    async (code) => {
      const store = new MemoryArtifactStore()
      store.fail('upload', 'lost')
      store.fail('read', new ActionError(code, 'refused', { fix: '' }))
      expect(await upload(store)).toMatchObject({ name: 'name-2' })
      expect(store.entries.has('name')).toBe(true)
    },
  )

  it('an artifact that fails its digest ends the run', async () => {
    const store = new MemoryArtifactStore()
    store.fail('upload', 'lost')
    store.fail('read', new ActionError('E_UPLOAD_VERIFY', 'another digest', { fix: '' }))
    await expect(upload(store)).rejects.toMatchObject({ code: 'E_UPLOAD_VERIFY' })
  })

  it('an artifact that is as large as ours can be is read', async () => {
    const store = new MemoryArtifactStore()
    const large = [memberOf('x.sig', 'x'.repeat(2 * LARGEST_MEMBER)), memberOf('x.pem', '')]
    store.fail('upload', 'lost')
    expect(await uploadMembers(toolsFor(store), 'name', large, undefined)).toMatchObject({ name: 'name', id: 1 })
  })
})

describe('the same content', () => {
  const stored = (...entries: readonly (readonly [string, string])[]): StoredContent['members'] =>
    new Map(entries.map(([name, text]) => [name, () => Buffer.from(text)]))

  const damaged = (members: StoredContent['members']): StoredContent['members'] =>
    new Map([...members].map(([name, read]) => [name, name === 'x.pem' ? () => undefined : read]))

  it.each([
    ['is the same members with the same bytes', stored(['x.sig', 'signature'], ['x.pem', 'certificate']), true],
    ['is not a member less', stored(['x.sig', 'signature']), false],
    ['is not a member more', stored(['x.sig', 'signature'], ['x.pem', 'certificate'], ['y', '']), false],
    ['is not a member of another name', stored(['x.sig', 'signature'], ['y.pem', 'certificate']), false],
    ['is not a member that is damaged', damaged(stored(['x.sig', 'signature'], ['x.pem', 'certificate'])), false],
    ['is not a member with fewer bytes', stored(['x.sig', 'signature'], ['x.pem', 'certificat']), false],
    ['is not a member with more bytes', stored(['x.sig', 'signature'], ['x.pem', 'certificate!']), false],
    ['is not a member with as many other bytes', stored(['x.sig', 'signature'], ['x.pem', 'Certificate']), false],
    // What the first left in the room of the second has to count for nothing.
    ['is not a member without its last bytes', stored(['x.sig', 'signature'], ['x.pem', 'certifica']), false],
  ])('%s', (_, found, same) => {
    expect(sameContent(found, members)).toBe(same)
  })

  it('is not of the same bytes because it is read as the same text', () => {
    // Three bytes of a character of four, which UTF-8 decoders take for U+FFFD, and U+FFFD itself, which has three, too.
    const [cut, shown] = [Buffer.from([0xf0, 0x9f, 0x98]), Buffer.from('\ufffd')]
    expect([cut.toString(), cut.length]).toEqual([shown.toString(), shown.length])
    const wanted = [memberOf('x.sha256', shown.toString())]
    expect(sameContent(new Map([['x.sha256', () => cut]]), wanted)).toBe(false)
    expect(sameContent(new Map([['x.sha256', () => shown]]), wanted)).toBe(true)
  })
})

describe('publishing', () => {
  let directory: string
  let written: readonly ArtifactMember[]
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'artifact-test-'))
    written = members.map(({ member, text }) => ({ path: path.join(directory, member), member, text }))
    for (const member of written) await writeFile(member.path, member.text())
  })
  afterEach(() => rm(directory, { recursive: true }))

  const publish = (store: MemoryArtifactStore) =>
    publishArtifact(toolsFor(store), { name: 'name', replaces: undefined }, written, undefined)

  it('fails when what is read back has another digest than the upload', async () => {
    const store = new MemoryArtifactStore()
    store.fail('read', new ActionError('E_UPLOAD_VERIFY', 'another digest', { fix: '' }))
    await expect(publish(store)).rejects.toMatchObject({ code: 'E_UPLOAD_VERIFY' })
  })

  it('tells a file that was changed from one that is gone', async () => {
    const [first, second] = written.map((member) => member.path)
    await writeFile(second ?? '', 'other')
    await expect(publish(new MemoryArtifactStore())).rejects.toThrow(/x\.pem' changed/)
    await unlink(first ?? '')
    await expect(publish(new MemoryArtifactStore())).rejects.toMatchObject({
      message: expect.stringContaining("x.sig' cannot be read"),
      cause: expect.objectContaining({ code: 'E_FILE_NOT_FOUND' }),
    })
  })

  it('tells what it replaced, once it is gone', async () => {
    const store = new MemoryArtifactStore()
    const id = store.put('name', {})
    const log = newLog()
    const replaces = { id, name: 'name', url: '', size: 0 }
    await publishArtifact({ ...toolsFor(store), log }, { name: 'name', replaces }, written, undefined)
    expect(log.infos).toEqual([expect.stringMatching(/'name'.*is replaced/)])
  })
})
