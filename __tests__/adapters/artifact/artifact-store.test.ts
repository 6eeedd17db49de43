import { readdir } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import { html, schema, status, type Fault } from '../../../sandbox/faults.ts'
import type { RouteName } from '../../../sandbox/routes.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { artifactStore } from '../../../src/adapters/artifact/artifact-store.ts'
import type { ArtifactContent, ArtifactStore, Sha256, StoredContent } from '../../../src/core/types.ts'

// The library reads the job's variables from this process by itself; only the first call replaces stdout's write.
const printed: string[] = []
const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
// Its waits outlive a call that failed. The product ends its process; this one has to go on without them.
const timers = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'setInterval')]
const before = { ...process.env }
const { signal } = new AbortController()
const contents: readonly ArtifactContent[] = ['x.iso.sig', 'a/x.iso.pem'].map((member) => ({
  member,
  text: () => `content of ${member}`,
}))
let sandbox: Sandbox
let store: ArtifactStore

beforeAll(async () => {
  sandbox = await startSandbox()
  Object.assign(process.env, sandbox.environment)
  store = artifactStore({
    repository: 'octo-org/example-iso',
    runId: '3003',
    serverUrl: 'https://github.com',
    temporaryDirectory: temporary(),
  })
})

afterEach(async () => {
  sandbox.faults.clear()
  for (const { name } of sandbox.artifacts.list()) sandbox.artifacts.remove(name)
  sandbox.artifacts.remove('name')
  Object.assign(process.env, sandbox.environment)
  expect(await readdir(temporary())).toEqual([])
})

afterAll(async () => {
  for (const { value } of timers.flatMap(({ mock }) => mock.results)) clearTimeout(value as NodeJS.Timeout)
  stdout.mockRestore()
  process.env = before
  await sandbox.close()
})

function temporary(): string {
  return sandbox.environment['RUNNER_TEMP'] ?? ''
}

function upload(retentionDays?: number): ReturnType<ArtifactStore['upload']> {
  return store.upload('name', contents, retentionDays, signal)
}

/** Everything in an artifact, as it is seen while it is open. */
const whole = ({ members, digest }: StoredContent) => ({
  members: new Map([...members].map(([name, bytes]) => [name, bytes()])),
  digest: digest(),
})

it('uploads, finds, reads back and removes', async () => {
  expect(await store.find('name', signal)).toBeUndefined()
  const { id, url, digest, name } = await upload(7)
  expect(await store.find('name', signal)).toEqual({ id, name, url, digest, size: expect.any(Number) as unknown })
  expect(url).toBe(`https://github.com/octo-org/example-iso/actions/runs/3003/artifacts/${String(id)}`)
  const members = new Map(contents.map(({ member }) => [member, Buffer.from(`content of ${member}`)]))
  expect(await store.read(id, signal, whole, digest)).toEqual({ members, digest })
  // Sorted: the library's archiver takes in four files at a time, whichever is looked at first.
  expect([...sandbox.artifacts.members('name').keys()].sort()).toEqual(['a/x.iso.pem', 'x.iso.sig'])
  expect(Date.parse(sandbox.artifacts.get('name')?.expiresAt ?? '') - Date.now()).toBeGreaterThan(6 * 86_400_000)
  await store.remove('name', signal)
  expect(await store.find('name', signal)).toBeUndefined()
})

it('removes a name that is free without an error', async () => {
  await expect(store.remove('name', signal)).resolves.toBeUndefined()
})

it('keeps every line of the library out of the log but masks, and a retention that was cut', async () => {
  printed.length = 0
  const { id } = await upload(200)
  await store.read(id, signal, whole)
  const [masks, others] = [true, false].map((is) => printed.filter((line) => line.startsWith('::add-mask::') === is))
  expect(masks).toHaveLength(4)
  expect(others).toEqual([expect.stringMatching(/^::warning::Retention days cannot .* Using 90 instead\.\n$/)])
})

it.each<[RouteName, string, Fault, object]>([
  ['artifacts.CreateArtifact', '503', status(503), { code: 'E_UPLOAD_UNAVAILABLE', transient: {} }],
  ['artifacts.CreateArtifact', '429', status(429, { 'retry-after': '7' }), { transient: { retryAfter: 7000 } }],
  ['artifacts.CreateArtifact', 'reset', { kind: 'reset-before' }, { code: 'E_UPLOAD_UNAVAILABLE', transient: {} }],
  ['artifacts.CreateArtifact', 'truncation', { kind: 'truncate' }, { code: 'E_UPLOAD_UNAVAILABLE', transient: {} }],
  ['artifacts.CreateArtifact', '401', schema({}, 401), { code: 'E_UPLOAD_PERMISSION', transient: undefined }],
  ['artifacts.CreateArtifact', '403', schema({}, 403), { code: 'E_UPLOAD_PERMISSION', transient: undefined }],
  ['artifacts.CreateArtifact', 'quota', schema({ msg: 'insufficient usage' }, 403), { code: 'E_UPLOAD_QUOTA' }],
  ['artifacts.CreateArtifact', '409', schema({ msg: 'exists' }, 409), { code: 'E_UPLOAD_NAME_TAKEN' }],
  ['artifacts.CreateArtifact', 'a page', html(), { code: 'E_UPLOAD_RESPONSE', transient: undefined }],
  ['artifacts.CreateArtifact', 'not ok', schema({ ok: false }), { code: 'E_UPLOAD_RESPONSE', transient: undefined }],
  [
    'blobs.put',
    '500',
    status(500),
    { message: expect.stringMatching(/: PUT 127.0.0.1.artifacts.\d+.zip answered 500$/), transient: {} },
  ],
  ['blobs.put', '403', status(403, {}, '?sig=SECRET'), { code: 'E_UPLOAD_PERMISSION' }],
  ['artifacts.FinalizeArtifact', 'loss', { kind: 'lost-reply' }, { code: 'E_UPLOAD_UNAVAILABLE', transient: {} }],
  ['artifacts.FinalizeArtifact', 'truncation', { kind: 'truncate' }, { code: 'E_UPLOAD_UNAVAILABLE', transient: {} }],
  ['artifacts.FinalizeArtifact', 'not ok', schema({ ok: false }), { code: 'E_UPLOAD_RESPONSE' }],
])('fails an upload at once when %s meets %s', async (route, _, fault, expected) => {
  sandbox.faults.always(route, fault)
  const error: unknown = await upload().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ ...expected, fix: expect.stringMatching(/./) as unknown })
  expect(String(error)).not.toContain('SECRET')
  const last = sandbox.requests.at(-1)
  expect(last?.route).toBe(route)
})

it.each<[RouteName, string, Fault, object]>([
  ['blobs.get', '404', status(404), { code: 'E_UPLOAD_RESPONSE', transient: undefined }],
  ['blobs.get', '503', status(503), { code: 'E_UPLOAD_UNAVAILABLE', transient: {} }],
  ['blobs.get', 'truncation', { kind: 'truncate' }, { code: 'E_UPLOAD_UNAVAILABLE', transient: {} }],
  ['blobs.get', 'no archive', status(200, {}, 'no archive'), { code: 'E_UPLOAD_RESPONSE' }],
  ['artifacts.ListArtifacts', 'none', schema({ artifacts: [] }), { code: 'E_UPLOAD_RESPONSE' }],
])('fails a read-back at once when %s meets %s', async (route, _, fault, expected) => {
  const { id } = await upload()
  sandbox.faults.always(route, fault)
  await expect(store.read(id, signal, whole)).rejects.toMatchObject(expected)
})

it('does not take an artifact that was uploaded and is not listed for one that cannot be read', async () => {
  const { id, digest } = await upload()
  sandbox.faults.always('artifacts.ListArtifacts', schema({ artifacts: [] }))
  await expect(store.read(id, signal, whole, digest)).rejects.toMatchObject({ code: 'E_UPLOAD_VERIFY' })
})

it('refuses an archive of another digest', async () => {
  const { id } = await upload()
  const other = 'a'.repeat(64) as Sha256
  await expect(store.read(id, signal, whole, other)).rejects.toMatchObject({ code: 'E_UPLOAD_VERIFY' })
})

it('does not take an artifact of another name for the one that it asked for', async () => {
  await upload()
  sandbox.faults.always(
    'artifacts.ListArtifacts',
    schema({ artifacts: [{ database_id: '1', name: 'other', size: '1' }] }),
  )
  await expect(store.find('name', signal)).rejects.toMatchObject({ code: 'E_UPLOAD_RESPONSE' })
})

it('gives up with the reason of its signal and leaves no connection behind', async () => {
  sandbox.faults.always('blobs.put', { kind: 'stall-headers' })
  const stop = new AbortController()
  const uploading = store.upload('name', contents, undefined, stop.signal)
  setTimeout(() => stop.abort(new Error('enough')), 200)
  await expect(uploading).rejects.toThrow('enough')
})

it('says that GitHub Enterprise Server cannot do this, without a request', async () => {
  process.env['GITHUB_SERVER_URL'] = 'https://git.example.org'
  const sent = sandbox.requests.length
  await expect(store.find('name', signal)).rejects.toMatchObject({
    code: 'E_UPLOAD_GHES',
    fix: expect.stringContaining('upload-artifact: false') as unknown,
  })
  expect(sandbox.requests).toHaveLength(sent)
})

it('says that the runner has no artifact service', async () => {
  delete process.env['ACTIONS_RESULTS_URL']
  await expect(store.find('name', signal)).rejects.toMatchObject({ code: 'E_ENV' })
})

it('creates nothing when the files cannot be written for the library', async () => {
  const sent = sandbox.requests.length
  const twice = [...contents, ...contents]
  await expect(store.upload('name', twice, undefined, signal)).rejects.toMatchObject({ code: 'E_UPLOAD_CONTENT' })
  expect(sandbox.requests).toHaveLength(sent)
})
