/* Meets the sandbox's artifact service and blob store with the artifact library. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Reply } from '../../sandbox/routes.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { zip } from '../../sandbox/zip.ts'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { COMPILED } from '../support/compiled.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
beforeEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

const directory = temporaryDirectory()
const [signature = ''] = writeFiles(directory, { 'x.iso.sig': 'signature' })

async function client(method: string, parameters: readonly unknown[], environment = sandbox.environment) {
  const result = path.join(directory, `${randomBytes(4).toString('hex')}.result`)
  const script = path.join(import.meta.dirname, 'artifact-client.ts')
  const env = { ...COMPILED, ...environment, GITHUB_WORKSPACE: directory }
  await promisify(execFile)(process.execPath, [script, result, method, JSON.stringify(parameters)], { env })
  return JSON.parse(readFileSync(result, 'utf8')) as { readonly result?: { id: number }; readonly error?: string }
}

describe('the artifact library', () => {
  it('uploads, lists, downloads by id and deletes', async () => {
    const uploaded = await client('upload', ['one', [signature], directory])
    expect(Object.fromEntries(sandbox.artifacts.members('one'))).toEqual({ 'x.iso.sig': Buffer.from('signature') })
    const [stored] = sandbox.artifacts.list()
    expect(uploaded.result).toMatchObject({ id: stored?.id, size: stored?.blob?.length })
    expect((await client('list', [])).result).toMatchObject({ artifacts: [{ name: 'one', id: stored?.id }] })

    await client('download', [stored?.id, { path: path.join(directory, 'out') }])
    expect(readFileSync(path.join(directory, 'out/x.iso.sig'), 'utf8')).toBe('signature')

    expect((await client('delete', ['one'])).result).toEqual({ id: stored?.id })
    expect(sandbox.artifacts.list()).toEqual([])
  })

  it('is told that a name is taken by what another job left', async () => {
    sandbox.artifacts.add('two', new Map([['other.txt', Buffer.from('other')]]))
    const { error } = await client('upload', ['two', [signature], directory])
    expect(error).toContain('an artifact with this name already exists on the workflow run')
    expect([...sandbox.artifacts.members('two').keys()]).toEqual(['other.txt'])
  })

  it('gets what a lying blob store makes of the archive', async () => {
    const { id } = sandbox.artifacts.add('three', new Map([['x.txt', Buffer.from('as uploaded')]]))
    const body = zip(new Map([['x.txt', Buffer.from('as served')]]))
    sandbox.faults.always('blobs.get', { kind: 'lie', reply: (reply: Reply) => ({ ...reply, body }) })
    await client('download', [id, { path: path.join(directory, 'lie') }])
    expect(readFileSync(path.join(directory, 'lie/x.txt'), 'utf8')).toBe('as served')
  })

  it('is refused with another bearer', async () => {
    const bearer = `${sandbox.bearer}x`
    const { error } = await client('list', [], { ...sandbox.environment, ACTIONS_RUNTIME_TOKEN: bearer })
    expect(error).toContain('(401)')
  })
})

describe('the artifact service', () => {
  const call = (method: string, body: Readonly<Record<string, string>>) => {
    const payload = JSON.parse(Buffer.from(sandbox.bearer.split('.')[1] ?? '', 'base64url').toString()) as {
      scp: string
    }
    const [, run = '', job = ''] = payload.scp.split(' ')[1]?.split(':') ?? []
    return fetch(`${sandbox.urls.artifacts}/twirp/github.actions.results.api.v1.ArtifactService/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({ workflow_run_backend_id: run, workflow_job_run_backend_id: job, ...body }),
    })
  }
  const put = async (name: string) => {
    const { signed_upload_url: url } = (await (await call('CreateArtifact', { name })).json()) as Record<string, string>
    const headers = { 'x-ms-blob-type': 'BlockBlob' }
    return { url, response: await fetch(url ?? '', { method: 'PUT', headers, body: 'bytes' }) }
  }

  it('takes a blob in one piece and refuses to finalize another size or digest', async () => {
    expect((await put('four')).response.status).toBe(201)
    expect((await call('FinalizeArtifact', { name: 'four', size: '6' })).status).toBe(400)
    expect((await call('FinalizeArtifact', { name: 'four', size: '5', hash: 'sha256:00' })).status).toBe(400)
    expect((await call('FinalizeArtifact', { name: 'four', size: '5' })).status).toBe(200)
  })

  it('refuses ids of another job', async () => {
    expect((await call('ListArtifacts', { workflow_run_backend_id: 'other' })).status).toBe(403)
  })

  it('refuses an address whose signature was changed', async () => {
    const { url } = await put('five')
    const response = await fetch(`${url?.split('&sig=')[0] ?? ''}&sig=other`, { method: 'PUT', body: 'other' })
    expect(response.status).toBe(403)
    expect(sandbox.artifacts.get('five')?.blob?.toString()).toBe('bytes')
  })
})
