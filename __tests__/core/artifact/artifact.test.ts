/* Shows under which name the artifact goes, and that nothing is removed in finding that out. */
import { expect, it } from '@jest/globals'
import { reserveArtifact, type Artifact } from '../../../src/core/artifact/artifact.ts'
import { suffixedName } from '../../../src/core/artifact/artifact-plan.ts'
import { MemoryArtifactStore, refused, toolsOf, type RecordedTools } from '../../support/memory-artifact-store.ts'
import { aSubject } from '../../support/signing.ts'
import type { IsOurs } from '../../../src/core/types.ts'

const SUFFIXES = ['.sig', '.pem', '.sigstore.json']
const planFor = (...names: readonly string[]) => ({
  name: 'name',
  files: names.flatMap((name) => SUFFIXES.map((suffix) => ({ path: `/${name}${suffix}`, member: name + suffix }))),
})
const stored = (...names: readonly string[]) =>
  Object.fromEntries(planFor(...names).files.map(({ member }) => [member, member]))
const everyBundle: IsOurs = () => true

async function settled(
  store: MemoryArtifactStore,
  { names = ['x'], isOurs = everyBundle, runAttempt = 2, tools = toolsOf() }: Scene = {},
): Promise<Artifact> {
  const reserved = await reserveArtifact(store, tools, planFor(...names), { runAttempt, retentionDays: undefined })
  return reserved.settle(
    names.map((name) => aSubject(name)),
    isOurs,
  )
}

interface Scene {
  readonly names?: readonly string[]
  readonly isOurs?: IsOurs
  readonly runAttempt?: number
  readonly tools?: RecordedTools
}

it('takes a free name, in whatever attempt', async () => {
  for (const runAttempt of [1, 2]) {
    expect(await settled(new MemoryArtifactStore(), { runAttempt })).toMatchObject({ name: 'name' })
  }
})

it('refuses a taken name in the first attempt, whatever it holds', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', stored('x'))
  await expect(settled(store, { runAttempt: 1 })).rejects.toMatchObject({
    code: 'E_UPLOAD_NAME_TAKEN',
    message: expect.stringContaining("'name'") as unknown,
  })
  expect(store.calls).toEqual(['find name'])
})

it('replaces what an earlier attempt left when every bundle is ours', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', stored('x', 'y'))
  const asked: string[] = []
  const isOurs: IsOurs = (text) => asked.push(text) > 0
  expect(await settled(store, { names: ['x', 'y'], isOurs })).toMatchObject({ name: 'name', replaces: { id: 1 } })
  expect(asked).toEqual(['x.sigstore.json', 'y.sigstore.json'])
  expect(store.calls).toEqual(['find name', 'read 1'])
})

it.each([
  ['one member more', { ...stored('x'), 'x.iso': '' }],
  ['one member less', { 'x.sig': '', 'x.sigstore.json': '' }],
  ['another member', { ...stored('x'), 'x.sig': '', 'y.pem': '' }],
  ['members too large to be ours', { ...stored('x'), 'x.sig': 'x'.repeat(800_000) }],
])('leaves an artifact with %s alone, and takes a name of the attempt', async (_, content) => {
  const store = new MemoryArtifactStore()
  const tools = toolsOf()
  store.put('name', content)
  expect(await settled(store, { tools })).toMatchObject({ name: 'name.attempt-2' })
  expect(tools.notes).toEqual([expect.stringMatching(/^warning: .*'name'.*'name\.attempt-2'/)])
  expect(store.entries.get('name')).toMatchObject({ id: 1 })
})

it('leaves an artifact alone when one bundle of several is of another file', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', stored('x', 'y'))
  const isOurs: IsOurs = (text) => text.startsWith('x')
  const artifact = await settled(store, { names: ['x', 'y'], isOurs, runAttempt: 3 })
  expect(artifact).toMatchObject({ name: 'name.attempt-3' })
  expect(artifact).not.toHaveProperty('replaces')
})

it('leaves an artifact alone that cannot be read', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', stored('x'))
  store.fail('read', refused())
  expect(await settled(store)).toMatchObject({ name: 'name.attempt-2' })
})

it('refuses when the name of the attempt is taken, too', async () => {
  const store = new MemoryArtifactStore()
  store.put('name', stored('y'))
  store.put('name.attempt-2', {})
  await expect(settled(store)).rejects.toMatchObject({ code: 'E_UPLOAD_NAME_TAKEN' })
})

it('cuts a long name before its suffix', () => {
  expect(suffixedName('n'.repeat(250), '.attempt-12')).toBe(`${'n'.repeat(242)}.attempt-12`)
})
