/* Shows what jobs of one matrix call their artifacts when the files that they sign have equal names. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from '@jest/globals'
import { reserveArtifact, type Artifact } from '../../../src/core/artifact/artifact.ts'
import { MemoryArtifactStore, toolsOf } from '../../support/memory-artifact-store.ts'
import { aSubject } from '../../support/signing.ts'
import { newDirectory } from '../../support/workspace.ts'

const file = path.join(newDirectory(), 'x.sigstore.json')
const plan = { name: 'x.sigstore', matrixName: 'x.1.sigstore', files: [{ path: file, member: 'x.sigstore.json' }] }
const ours = { 'x.sigstore.json': 'ours' }

async function settled(store: MemoryArtifactStore, runAttempt = 1): Promise<Artifact> {
  const reserved = await reserveArtifact(store, toolsOf(), plan, { runAttempt, retentionDays: undefined })
  return reserved.settle([aSubject('x')], (text) => text === 'ours')
}

it('takes the plain name while it is free', async () => {
  expect(await settled(new MemoryArtifactStore())).toMatchObject({ name: 'x.sigstore' })
})

it('takes the name with the index where another job has the plain one', async () => {
  const store = new MemoryArtifactStore()
  store.put('x.sigstore', { other: '' })
  const artifact = await settled(store)
  expect(artifact).toMatchObject({ name: 'x.1.sigstore' })
  expect(artifact).not.toHaveProperty('replaces')
})

it('replaces nothing in the first attempt: what holds our very files is of another job', async () => {
  const store = new MemoryArtifactStore()
  store.put('x.sigstore', ours)
  const artifact = await settled(store)
  expect(artifact).toMatchObject({ name: 'x.1.sigstore' })
  expect(artifact).not.toHaveProperty('replaces')
  expect(store.calls).toEqual(['find x.sigstore', 'find x.1.sigstore'])
})

it('refuses when both are taken in the first attempt', async () => {
  const store = new MemoryArtifactStore()
  for (const name of [plan.name, plan.matrixName]) store.put(name, ours)
  await expect(settled(store)).rejects.toMatchObject({ code: 'E_UPLOAD_NAME_TAKEN' })
})

it('replaces on a re-run what this very job left, under whichever name', async () => {
  const store = new MemoryArtifactStore()
  store.put('x.sigstore', { 'x.sigstore.json': 'of another job' })
  const id = store.put('x.1.sigstore', ours)
  expect(await settled(store, 2)).toMatchObject({ name: 'x.1.sigstore', replaces: { id } })
})

it('leaves both to others on a re-run, and takes a name of the attempt', async () => {
  const store = new MemoryArtifactStore()
  for (const name of [plan.name, plan.matrixName]) store.put(name, { other: '' })
  expect(await settled(store, 2)).toMatchObject({ name: 'x.sigstore.attempt-2' })
})

it('gives way to a job that took the plain name at the same time', async () => {
  const store = new MemoryArtifactStore()
  const artifact = await settled(store)
  store.put('x.sigstore', { other: '' })
  writeFileSync(file, 'ours')
  expect(await artifact.publish([{ path: file, text: () => 'ours' }])).toMatchObject({ name: 'x.1.sigstore' })
  expect([...store.entries.keys()]).toEqual(['x.sigstore', 'x.1.sigstore'])
})
