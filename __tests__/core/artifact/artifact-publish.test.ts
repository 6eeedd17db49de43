import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { publishArtifact, type Target } from '../../../src/core/artifact/artifact-publish.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { MemoryArtifactStore, refused, toolsFor } from '../../support/memory-artifact-store.ts'
import type { ArtifactMember } from '../../../src/core/types.ts'

let directory: string
let members: readonly ArtifactMember[]
const free = { name: 'name', replaces: undefined }

/** What an earlier attempt left under the name, found when the name was settled. */
function earlier(store: MemoryArtifactStore): Target {
  const id = store.put('name', { 'x.sig': 'older', 'x.pem': 'older' })
  return { name: 'name', replaces: { id, name: 'name', url: '', size: 10 } }
}

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'artifact-test-'))
  members = ['x.sig', 'x.pem'].map((member) => ({
    path: path.join(directory, member),
    member,
    text: () => `bytes of ${member}`,
  }))
  for (const member of members) await writeFile(member.path, member.text())
})

afterEach(() => rm(directory, { recursive: true }))

it('uploads and reads back', async () => {
  const store = new MemoryArtifactStore()
  expect(await publishArtifact(toolsFor(store), free, members, 5)).toMatchObject({ name: 'name', id: 1 })
  expect(store.calls).toEqual(['upload name', 'read 1'])
})

it('removes what it replaces first', async () => {
  const store = new MemoryArtifactStore()
  const tools = toolsFor(store)
  const target = earlier(store)
  expect(await publishArtifact(tools, target, members, undefined)).toMatchObject({ name: 'name', id: 2 })
  expect(tools.notes).toEqual([])
  expect(store.calls).toEqual(['find name', 'remove name', 'upload name', 'read 2'])
})

it('does not remove an artifact that took the place of the one it reserved', async () => {
  const store = new MemoryArtifactStore()
  const target = earlier(store)
  store.put('name', { 'x.sig': 'of another job' })
  const publishing = publishArtifact(toolsFor(store), target, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_UPLOAD_NAME_TAKEN' })
  expect(store.entries.get('name')).toMatchObject({ id: 2 })
})

it('removes once when the reply to the removal was lost', async () => {
  const store = new MemoryArtifactStore()
  const target = earlier(store)
  store.fail('remove', 'lost')
  await publishArtifact(toolsFor(store), target, members, undefined)
  expect(store.calls.filter((call) => call.startsWith('remove'))).toHaveLength(1)
})

it('uploads nothing when a file was changed after it was written', async () => {
  const store = new MemoryArtifactStore()
  await writeFile(path.join(directory, 'x.pem'), 'changed')
  const publishing = publishArtifact(toolsFor(store), free, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_UPLOAD_CONTENT' })
  expect(store.calls).toEqual([])
})

it('uploads nothing when a file was removed after it was written', async () => {
  const store = new MemoryArtifactStore()
  await unlink(path.join(directory, 'x.sig'))
  const publishing = publishArtifact(toolsFor(store), free, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_UPLOAD_CONTENT' })
  expect(store.calls).toEqual([])
})

it.each([
  ['other bytes', { 'x.sig': 'bytes of x.sig', 'x.pem': 'bytes of y.pem' }],
  ['nothing', {}],
  ['one member more', { 'x.sig': 'bytes of x.sig', 'x.pem': 'bytes of x.pem', z: '' }],
])('fails when the service stored %s', async (_, stored) => {
  const store = new MemoryArtifactStore()
  const tools = toolsFor({
    find: (name) => store.find(name),
    read: (id, signal, look) => store.read(id, signal, look),
    remove: (name) => store.remove(name),
    getReady: () => store.getReady(),
    upload: async (name) => {
      const uploaded = await store.upload(name, members)
      return { ...uploaded, id: store.put(name, stored) }
    },
  })
  const publishing = publishArtifact(tools, free, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_UPLOAD_VERIFY' })
})

it('warns when the artifact cannot be read back', async () => {
  const store = new MemoryArtifactStore()
  const tools = toolsFor(store)
  store.fail('read', refused())
  expect(await publishArtifact(tools, free, members, undefined)).toMatchObject({ id: 1 })
  expect(tools.notes).toEqual([expect.stringMatching(/^warning: .*could not be read back/)])
})

it('does not turn a cancelled run into a warning', async () => {
  const store = new MemoryArtifactStore()
  store.fail('read', new ActionError('E_CANCELLED', 'cancelled', { fix: 'none' }))
  const publishing = publishArtifact(toolsFor(store), free, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_CANCELLED' })
})

it('says that the files are kept, whatever went wrong', async () => {
  const store = new MemoryArtifactStore()
  store.fail('upload', refused())
  const publishing = publishArtifact(toolsFor(store), free, members, undefined)
  await expect(publishing).rejects.toMatchObject({ fix: expect.stringContaining('files are kept') as unknown })
})
