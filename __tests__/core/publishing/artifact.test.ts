import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { publishArtifact, reserveName } from '../../../src/core/publishing/artifact.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { MemoryArtifactStore, refused, toolsFor } from '../../support/memory-artifact-store.ts'
import type { ArtifactMember } from '../../../src/core/types.ts'

let directory: string
let members: readonly ArtifactMember[]
const plan = {
  name: 'name',
  files: [
    { path: '/x.sig', member: 'x.sig' },
    { path: '/x.pem', member: 'x.pem' },
  ],
}

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'artifact-test-'))
  members = ['x.sig', 'x.pem'].map((member) => ({
    path: path.join(directory, member),
    member,
    bytes: Buffer.from(`bytes of ${member}`),
  }))
  for (const member of members) await writeFile(member.path, member.bytes)
})

afterEach(() => rm(directory, { recursive: true }))

it('reserves a free name', async () => {
  const store = new MemoryArtifactStore()
  expect(await reserveName(toolsFor(store), plan, 1)).toEqual({ name: 'name' })
})

it('refuses a taken name in the first attempt, whatever it holds', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', { 'x.sig': 's', 'x.pem': 'p' })
  await expect(reserveName(toolsFor(store), plan, 1)).rejects.toMatchObject({
    code: 'E_UPLOAD_NAME_TAKEN',
    message: expect.stringContaining("'name'") as unknown,
  })
  expect(store.calls).toEqual(['find name'])
})

it('may replace what an earlier attempt left when the members are the same', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', { 'x.sig': 'older', 'x.pem': 'older' })
  expect(await reserveName(toolsFor(store), plan, 2)).toMatchObject({ name: 'name', replaces: { id: 1 } })
  expect(store.calls).toEqual(['find name', 'read 1'])
})

it.each([
  ['one member more', { 'x.sig': '', 'x.pem': '', 'x.iso': '' }],
  ['one member less', { 'x.sig': '' }],
  ['another member', { 'x.sig': '', 'y.pem': '' }],
])('refuses in a later attempt an artifact with %s', async (_, stored) => {
  const store = new MemoryArtifactStore()
  store.put('name', stored)
  await expect(reserveName(toolsFor(store), plan, 2)).rejects.toMatchObject({ code: 'E_UPLOAD_NAME_TAKEN' })
  expect([...store.entries.keys()]).toEqual(['name'])
})

it('does not download an artifact that is too large to be ours', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', { 'x.sig': 'x'.repeat(600_000), 'x.pem': '' })
  await expect(reserveName(toolsFor(store), plan, 2)).rejects.toMatchObject({ code: 'E_UPLOAD_NAME_TAKEN' })
  expect(store.calls).toEqual(['find name'])
})

it('uploads and reads back', async () => {
  const store = new MemoryArtifactStore()
  expect(await publishArtifact(toolsFor(store), { name: 'name' }, members, 5)).toMatchObject({ name: 'name', id: 1 })
  expect(store.calls).toEqual(['upload name', 'read 1'])
})

it('removes what it replaces first, and says so', async () => {
  const store = new MemoryArtifactStore()
  const tools = toolsFor(store)
  store.put('name', { 'x.sig': 'older', 'x.pem': 'older' })
  const reservation = await reserveName(tools, plan, 2)
  expect(await publishArtifact(tools, reservation, members, undefined)).toMatchObject({ name: 'name', id: 2 })
  expect(tools.notes).toEqual([expect.stringMatching(/^notice: Replacing artifact 'name'/)])
})

it('does not remove an artifact that took the place of the one it reserved', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', { 'x.sig': 'older', 'x.pem': 'older' })
  const reservation = await reserveName(toolsFor(store), plan, 2)
  store.put('name', { 'x.sig': 'of another job' })
  const publishing = publishArtifact(toolsFor(store), reservation, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_UPLOAD_NAME_TAKEN' })
  expect(store.entries.get('name')).toMatchObject({ id: 2 })
})

it('removes once when the reply to the removal was lost', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', { 'x.sig': 'older', 'x.pem': 'older' })
  const reservation = await reserveName(toolsFor(store), plan, 2)
  store.fail('remove', 'lost')
  await publishArtifact(toolsFor(store), reservation, members, undefined)
  expect(store.calls.filter((call) => call.startsWith('remove'))).toHaveLength(1)
})

it('uploads nothing when a file was changed after it was written', async () => {
  const store = new MemoryArtifactStore()
  await writeFile(path.join(directory, 'x.pem'), 'changed')
  const publishing = publishArtifact(toolsFor(store), { name: 'name' }, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_UPLOAD_CONTENT' })
  expect(store.calls).toEqual([])
})

it('uploads nothing when a file was removed after it was written', async () => {
  const store = new MemoryArtifactStore()
  await unlink(path.join(directory, 'x.sig'))
  const publishing = publishArtifact(toolsFor(store), { name: 'name' }, members, undefined)
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
    read: (id) => store.read(id),
    remove: (name) => store.remove(name),
    upload: async (name) => {
      const uploaded = await store.upload(name, members)
      return { ...uploaded, id: store.put(name, stored) }
    },
  })
  const publishing = publishArtifact(tools, { name: 'name' }, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_UPLOAD_VERIFY' })
})

it('warns when the artifact cannot be read back', async () => {
  const store = new MemoryArtifactStore()
  const tools = toolsFor(store)
  store.fail('read', refused())
  expect(await publishArtifact(tools, { name: 'name' }, members, undefined)).toMatchObject({ id: 1 })
  expect(tools.notes).toEqual([expect.stringMatching(/^warning: .*could not be read back/)])
})

it('does not turn a cancelled run into a warning', async () => {
  const store = new MemoryArtifactStore()
  store.fail('read', new ActionError('E_CANCELLED', 'cancelled', { fix: 'none' }))
  const publishing = publishArtifact(toolsFor(store), { name: 'name' }, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_CANCELLED' })
})
