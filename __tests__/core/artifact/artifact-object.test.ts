/* Shows what an artifact takes of the files that were planned for it, and on what it tells its own from others'. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { reserveArtifact, type Artifact } from '../../../src/core/artifact/artifact.ts'
import { planArtifact } from '../../../src/core/artifact/artifact-plan.ts'
import { MemoryArtifactStore, toolsOf } from '../../support/memory-artifact-store.ts'
import { aSubject } from '../../support/signing.ts'
import type { WrittenFile } from '../../../src/core/types.ts'

const SUFFIXES = ['.sig', '.pem', '.sigstore.json']
const plan = (...names: readonly string[]) => ({
  name: 'name',
  files: names.flatMap((name) => SUFFIXES.map((suffix) => ({ path: `/${name}${suffix}`, member: name + suffix }))),
})
const settle = async (store: MemoryArtifactStore, planned = ['x'], signed = planned): Promise<Artifact> => {
  const options = { runAttempt: 2, retentionDays: undefined }
  const reserved = await reserveArtifact(store, toolsOf(), plan(...planned), options)
  return reserved.settle(
    signed.map((name) => aSubject(name)),
    () => true,
  )
}

describe('an artifact', () => {
  let directory: string
  beforeEach(async () => (directory = await mkdtemp(path.join(tmpdir(), 'artifact-test-'))))
  afterEach(() => rm(directory, { recursive: true }))

  it('holds each file under the name that was planned for it, in its own bytes', async () => {
    const files: WrittenFile[] = SUFFIXES.map((suffix) => ({
      path: path.join(directory, `x${suffix}`),
      text: () => `bytes of ${suffix}`,
    }))
    for (const { path: file, text } of files) await writeFile(file, text())
    const planned = planArtifact(
      undefined,
      ['x'],
      files.map((file) => file.path),
    )
    const store = new MemoryArtifactStore()
    const reserved = await reserveArtifact(store, toolsOf(), planned, { runAttempt: 1, retentionDays: undefined })
    const artifact = await reserved.settle([aSubject('x')], () => true)
    expect(await artifact.publish(files)).toMatchObject({ name: 'x.sigstore' })
    const members = [...(store.entries.get('x.sigstore')?.members ?? [])]
    expect(members.map(([member, bytes]) => [member, Buffer.from(bytes).toString()])).toEqual([
      ['x.sig', 'bytes of .sig'],
      ['x.pem', 'bytes of .pem'],
      ['x.sigstore.json', 'bytes of .sigstore.json'],
    ])
  })

  it('has the store get ready when it is told to, and asks it for nothing', async () => {
    const store = new MemoryArtifactStore()
    const artifact = await settle(store)
    const before = store.calls.length
    artifact.getReady()
    expect(store.calls.slice(before)).toEqual(['getReady'])
  })

  it('takes no file that was not planned', async () => {
    const artifact = await settle(new MemoryArtifactStore())
    await expect(artifact.publish([{ path: '/y.sig', text: () => '' }])).rejects.toThrow(TypeError)
  })
})

describe('what an earlier attempt left', () => {
  const members = (...names: readonly string[]): Record<string, string> =>
    Object.fromEntries(plan(...names).files.map(({ member }) => [member, member]))

  it('is not ours when one of as many members is another', async () => {
    const store = new MemoryArtifactStore()
    store.put('name', { 'x.sig': '', 'y.pem': '', 'x.sigstore.json': '' })
    expect(await settle(store)).toMatchObject({ name: 'name.attempt-2' })
  })

  it('is not ours when it holds a bundle that no file of this run is for', async () => {
    const store = new MemoryArtifactStore()
    store.put('name', members('x', 'y'))
    expect(await settle(store, ['x', 'y'], ['x'])).toMatchObject({ name: 'name.attempt-2' })
  })

  it('may be as large as its members can be', async () => {
    const store = new MemoryArtifactStore()
    store.put('name', { 'x.sig': '', 'x.pem': '', 'x.sigstore.json': 'x'.repeat(3 * 256 * 1024) })
    expect(await settle(store)).toMatchObject({ name: 'name', replaces: { id: 1 } })
  })

  it('is looked for again when the connection broke', async () => {
    const store = new MemoryArtifactStore()
    store.fail('find', 'reset')
    expect(await settle(store)).toMatchObject({ name: 'name' })
    expect(store.calls).toEqual(['find name', 'find name'])
  })
})

describe('a planned name', () => {
  it('of 250 characters is taken, and no longer one', () => {
    expect(planArtifact('n'.repeat(250), ['x'], []).name).toHaveLength(250)
    const refusal = expect.objectContaining({ code: 'E_INPUT_ARTIFACT_NAME' })
    expect(() => planArtifact('n'.repeat(251), ['x'], [])).toThrow(refusal)
  })

  it('of no file is still a name', () => {
    expect(planArtifact(undefined, [], []).name).toBe('files.sigstore')
  })
})
