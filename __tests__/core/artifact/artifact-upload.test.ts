import { expect, it } from '@jest/globals'
import { uploadMembers } from '../../../src/core/artifact/artifact-upload.ts'
import { DIGEST, memberOf, MemoryArtifactStore, refused, toolsFor } from '../../support/memory-artifact-store.ts'

const members = [memberOf('x.sig', 'signature'), memberOf('x.pem', 'certificate')]
const ours = { 'x.sig': 'signature', 'x.pem': 'certificate' }

function upload(store: MemoryArtifactStore, tools = toolsFor(store)): ReturnType<typeof uploadMembers> {
  return uploadMembers(tools, 'name', members, undefined)
}

it('uploads with one call when nothing fails', async () => {
  const store = new MemoryArtifactStore()
  expect(await upload(store)).toEqual({ name: 'name', id: 1, url: 'https://x/1', digest: DIGEST })
  expect(store.calls).toEqual(['upload name'])
})

it('uploads again when nothing arrived the first time', async () => {
  const store = new MemoryArtifactStore()
  store.fail('upload', 'reset')
  expect(await upload(store)).toMatchObject({ name: 'name', id: 1 })
  expect(store.calls).toEqual(['upload name', 'find name', 'upload name'])
})

it('adopts a finished upload whose reply was lost', async () => {
  const store = new MemoryArtifactStore()
  store.fail('upload', 'lost')
  expect(await upload(store)).toEqual({ name: 'name', id: 1, url: 'https://x/1', digest: DIGEST })
  expect(store.calls).toEqual(['upload name', 'find name', 'read 1'])
})

it('adopts a finished upload of its own by what it downloads when the service lists no digest', async () => {
  const store = new MemoryArtifactStore()
  store.listsDigests = false
  store.fail('upload', 'lost')
  expect(await upload(store)).toEqual({ name: 'name', id: 1, url: 'https://x/1', digest: DIGEST })
  expect(store.calls).toEqual(['upload name', 'find name', 'read 1'])
})

it('leaves a listed unfinished upload alone and takes another name', async () => {
  const store = new MemoryArtifactStore()
  const tools = toolsFor(store)
  store.listsUnfinished = true
  store.fail('upload', 'unfinished')
  expect(await upload(store, tools)).toMatchObject({ name: 'name-2', id: 2 })
  expect(store.calls).toEqual(['upload name', 'find name', 'read 1', 'upload name-2'])
  expect(tools.notes).toEqual([expect.stringContaining("uploading as 'name-2'")])
})

it('does not download what is too large to be its own', async () => {
  const store = new MemoryArtifactStore()
  store.fail('upload', 'reset')
  store.beforeUpload = () => store.entries.size === 0 && store.put('name', { 'x.sig': 'x'.repeat(600_000) })
  expect(await upload(store)).toMatchObject({ name: 'name-2' })
  expect(store.calls).toEqual(['upload name', 'find name', 'upload name-2'])
})

it('takes another name, with a warning, when an unlisted unfinished upload holds the name', async () => {
  const store = new MemoryArtifactStore()
  const tools = toolsFor(store)
  store.fail('upload', 'unfinished')
  expect(await upload(store, tools)).toMatchObject({ name: 'name-2', id: 2 })
  expect(tools.notes).toEqual([expect.stringContaining("uploading as 'name-2'")])
})

it('settles what a try under the other name left', async () => {
  const store = new MemoryArtifactStore()
  store.fail('upload', 'unfinished', 'none', 'lost')
  expect(await upload(store)).toMatchObject({ name: 'name-2', id: 2 })
  expect(store.calls.slice(-2)).toEqual(['find name-2', 'read 2'])
})

it('counts on when an unfinished upload holds the other name too', async () => {
  const store = new MemoryArtifactStore()
  store.fail('upload', 'unfinished', 'none', 'unfinished', 'none')
  expect(await upload(store)).toMatchObject({ name: 'name-3', id: 3 })
})

it('leaves an artifact alone that another job finished meanwhile', async () => {
  const store = new MemoryArtifactStore()
  store.beforeUpload = () => store.put('name', { ...ours, 'x.sig': 'of another job' })
  await expect(upload(store)).rejects.toMatchObject({ code: 'E_UPLOAD_NAME_TAKEN' })
  expect(store.calls).toEqual(['upload name'])
})

it('leaves an artifact of other bytes alone that it finds after an unclear failure', async () => {
  const store = new MemoryArtifactStore()
  store.fail('upload', 'reset')
  store.beforeUpload = () => store.entries.size === 0 && store.put('name', { ...ours, 'x.sig': 'of another job' })
  expect(await upload(store)).toMatchObject({ name: 'name-2', id: 2 })
  expect(store.calls).toEqual(['upload name', 'find name', 'read 1', 'upload name-2'])
  expect(store.entries.get('name')).toMatchObject({ id: 1 })
})

it('gives up after four tries with the code of the last', async () => {
  const store = new MemoryArtifactStore()
  store.fail('upload', 'reset', 'reset', 'reset', 'reset', 'none')
  await expect(upload(store)).rejects.toMatchObject({ code: 'E_UPLOAD_UNAVAILABLE' })
  expect(store.calls.filter((call) => call === 'upload name')).toHaveLength(4)
})

it('makes one try where another cannot help', async () => {
  const store = new MemoryArtifactStore()
  store.fail('upload', refused())
  await expect(upload(store)).rejects.toMatchObject({ code: 'E_UPLOAD_RESPONSE' })
  expect(store.calls).toEqual(['upload name'])
})

it('never removes anything', async () => {
  for (const mishap of ['lost', 'reset', 'unfinished'] as const) {
    const store = new MemoryArtifactStore()
    store.listsUnfinished = true
    store.fail('upload', mishap)
    await upload(store)
    expect(store.calls.filter((call) => call.startsWith('remove'))).toEqual([])
  }
})
