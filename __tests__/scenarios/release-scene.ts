/*
 * Owns a scene with a release that holds a file of others beside the image, and what every run owes to it. Must not know
 * any scenario.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import type { SandboxRelease } from '../../sandbox/github/releases.ts'
import type { RouteName } from '../../sandbox/routes.ts'
import { expectFailure } from '../support/oracles.ts'
import { count, inScene, signatureFiles, type Run, type Scene, type SceneOptions, type Step } from './sign-scene.ts'

/** TAG is the release's. */
export const TAG = 'v1.0.0'

/** ReleaseScene is a scene with a release of the tag. */
export interface ReleaseScene extends Scene {
  readonly release: SandboxRelease
  /** Signs with the release's tag and the job's token. */
  attach(step?: Step): Promise<Run>
}

/** ReleaseSceneOptions are the scene's, and what the release is. */
export interface ReleaseSceneOptions extends SceneOptions {
  readonly isDraft?: boolean
  readonly isImmutable?: boolean
}

const OTHERS = { 'notes.txt': 'by hand' }

/** inReleaseScene plays one scene, and asserts that nothing of others on the release was touched. */
export function inReleaseScene(
  { isDraft = false, isImmutable = false, ...options }: ReleaseSceneOptions,
  play: (scene: ReleaseScene) => Promise<void>,
): Promise<void> {
  return inScene(options, async (scene) => {
    const { releases } = scene.sandbox
    const release = releases.add(TAG, { isDraft, isImmutable, title: 'One', notes: 'by hand' })
    const planted = Object.entries(OTHERS).map(([name, text]) => releases.attach(release, name, text))
    const attach = (step: Step = {}): Promise<Run> =>
      scene.sign({ ...step, with: { 'release-tag': TAG, 'github-token': releases.token, ...step.with } })
    await play({ ...scene, release, attach })
    expect(release).toMatchObject({ tag: TAG, title: 'One', notes: 'by hand' })
    expect(release.assets).toEqual(expect.arrayContaining(planted))
    expect(count(scene.sandbox, 'github.updateRelease')).toBe(0)
  })
}

/** plant attaches assets of others, which are no signatures of ours. */
export function plant({ sandbox, release }: ReleaseScene, ...names: readonly string[]): void {
  for (const name of names) sandbox.releases.attach(release, name, 'theirs')
}

/** meanwhile lets somebody do something when the next request of a route arrives. */
export function meanwhile({ sandbox }: Pick<ReleaseScene, 'sandbox'>, route: RouteName, change: () => void): void {
  sandbox.faults.script(route, {
    kind: 'lie',
    request: (request) => {
      change()
      return request
    },
  })
}

/** ours returns what the release holds beside what was there before: content by name. */
export function ours({ release }: Pick<ReleaseScene, 'release'>): ReadonlyMap<string, string> {
  const added = release.assets.filter(({ name }) => !(name in OTHERS) && !name.endsWith('.iso'))
  return new Map(added.map(({ name, bytes }) => [name, bytes.toString()]))
}

/** expectAttached asserts that the release holds the written files of these images, whole, and that the outputs say so. */
export function expectAttached(scene: ReleaseScene, run: Run, ...images: readonly string[]): void {
  const expected = signatureFiles(...images).map((name): [string, string] => [
    name.replaceAll(' ', '.'),
    readFileSync(path.join(scene.workspace, name), 'utf8'),
  ])
  expect(Object.fromEntries(ours(scene))).toEqual(Object.fromEntries(expected))
  expect(scene.release.assets.filter(({ state }) => state === 'starter')).toEqual([])
  expect(run.outputs['release-id']).toBe(String(scene.release.id))
  const told = JSON.parse(run.outputs['release-assets'] ?? '') as readonly { readonly name: string }[]
  expect(told.map(({ name }) => name).sort()).toEqual(expected.map(([name]) => name).sort())
}

/** expectUntouched asserts that nothing became public, and no write was asked for. */
export function expectUntouched({ sandbox }: ReleaseScene): void {
  expect(count(sandbox, 'fulcio.certificate')).toBe(0)
  for (const route of ['githubUploads.uploadAsset', 'github.deleteAsset', 'github.updateAsset'] as const) {
    expect(count(sandbox, route)).toBe(0)
  }
}

/** expectAttachFailed asserts that the signature stands although attaching failed: files, artifact and outputs are there. */
export function expectAttachFailed(run: Run, code: string): void {
  expectFailure(run, code)
  expect(run.written).toEqual(signatureFiles('x.iso'))
  expect(run.outputs).toMatchObject({ signed: 'true', 'artifact-name': expect.stringContaining('x.iso.sigstore') })
  expect(run.outputs).not.toHaveProperty('release-id')
  expect(run.summary).toContain('### Verify')
}
