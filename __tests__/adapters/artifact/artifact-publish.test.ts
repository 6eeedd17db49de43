import { mkdtemp, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeEach, expect, it, jest } from '@jest/globals'
import { none, type Fault } from '../../../sandbox/faults.ts'
import type { RouteName } from '../../../sandbox/routes.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { artifactStore } from '../../../src/adapters/artifact/artifact-store.ts'
import { publishArtifact } from '../../../src/core/artifact/artifact-publish.ts'
import { toolsFor } from '../../support/memory-artifact-store.ts'
import type { ArtifactMember, UploadedArtifact } from '../../../src/core/types.ts'

const stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
// The library's waits outlive a call that failed.
const timers = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'setInterval')]
const sandbox: Sandbox = await startSandbox()
Object.assign(process.env, sandbox.environment)
const directory = await mkdtemp(path.join(sandbox.directory, 'written-'))
const member: ArtifactMember = { path: path.join(directory, 'x.sig'), member: 'x.sig', text: () => 'signature' }
await writeFile(member.path, member.text())
const temporaryDirectory = sandbox.environment['RUNNER_TEMP'] ?? ''
const tools = toolsFor(
  artifactStore({ repository: 'o/r', runId: '1', serverUrl: 'https://github.com', temporaryDirectory }),
)

beforeEach(() => {
  sandbox.faults.clear()
  for (const name of ['name', 'name-2']) sandbox.artifacts.remove(name)
})

afterAll(async () => {
  for (const { value } of timers.flatMap(({ mock }) => mock.results)) clearTimeout(value as NodeJS.Timeout)
  stdout.mockRestore()
  await sandbox.close()
})

function publish(): Promise<UploadedArtifact> {
  return publishArtifact(tools, { name: 'name', replaces: undefined }, [member], undefined)
}

it.each<[RouteName, Fault['kind'], Fault, string]>([
  ['artifacts.CreateArtifact', 'status', { kind: 'status', status: 503 }, 'name'],
  ['artifacts.CreateArtifact', 'reset-before', { kind: 'reset-before' }, 'name'],
  ['artifacts.CreateArtifact', 'lost-reply', { kind: 'lost-reply' }, 'name-2'],
  ['artifacts.CreateArtifact', 'truncate', { kind: 'truncate' }, 'name-2'],
  ['artifacts.FinalizeArtifact', 'lost-reply', { kind: 'lost-reply' }, 'name'],
  ['artifacts.FinalizeArtifact', 'truncate', { kind: 'truncate' }, 'name'],
  ['artifacts.GetSignedArtifactURL', 'reset-before', { kind: 'reset-before' }, 'name'],
  ['blobs.get', 'truncate', { kind: 'truncate' }, 'name'],
])('recovers from one %s that meets %s', async (route, _, fault, name) => {
  sandbox.faults.script(route, fault)
  expect(await publish()).toMatchObject({ name })
  expect(sandbox.artifacts.members(name)).toEqual(new Map([['x.sig', Buffer.from(member.text())]]))
  expect(sandbox.artifacts.list()).toHaveLength(1)
  expect(await readdir(temporaryDirectory)).toEqual([])
})

it.each<[RouteName, Fault]>([
  ['artifacts.CreateArtifact', { kind: 'truncate' }],
  ['artifacts.FinalizeArtifact', { kind: 'reset-before' }],
])('gives up when %s breaks off every time', async (route, fault) => {
  sandbox.faults.always(route, fault)
  await expect(publish()).rejects.toMatchObject({ code: 'E_UPLOAD_UNAVAILABLE' })
})

it('does not call an upload good that the blob store changed', async () => {
  sandbox.faults.script('blobs.put', none, {
    kind: 'lie',
    reply: (reply) => {
      const artifact = sandbox.artifacts.get('name')
      const other = sandbox.artifacts.add('other', new Map([['x.sig', Buffer.from('another')]]))
      if (artifact !== undefined) artifact.blob = other.blob
      sandbox.artifacts.remove('other')
      return reply
    },
  })
  sandbox.faults.script('artifacts.FinalizeArtifact', {
    kind: 'lie',
    request: (request) => {
      const { blob } = sandbox.artifacts.get('name') ?? {}
      const body = JSON.parse(request.body.toString()) as Record<string, string>
      delete body['hash']
      return { ...request, body: Buffer.from(JSON.stringify({ ...body, size: String(blob?.length) })) }
    },
  })
  await expect(publish()).rejects.toMatchObject({ code: 'E_UPLOAD_VERIFY' })
})
