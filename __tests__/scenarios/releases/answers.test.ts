/* Meets, with the built action, an API that names addresses it should not, or says far too much: before anything is public. */
import { describe, expect, it } from '@jest/globals'
import { lieJson, schema, status, type Fault, type Json } from '../../../sandbox/faults.ts'
import { expectUntouched, inReleaseScene, TAG, type ReleaseScene } from '../release-scene.ts'
import { count, errorOf, expectRefused } from '../sign-scene.ts'

/** Changes every release that the API tells of. */
function telling({ sandbox }: ReleaseScene, change: Readonly<Record<string, Json>>): void {
  const changed = (release: Json): Json => ({ ...(release as Record<string, Json>), ...change })
  const lie = lieJson((body) => (Array.isArray(body) ? body.map(changed) : changed(body)))
  for (const route of ['github.listReleases', 'github.getRelease'] as const) sandbox.faults.always(route, lie)
}

const template = (address: string): string => `${address}{?name,label}`

const addresses: Readonly<Record<string, (scene: ReleaseScene) => Readonly<Record<string, Json>>>> = {
  'uploads go to another host': ({ sandbox, release }) => ({
    upload_url: template(`${sandbox.urls.canary}/api/uploads/repos/o/r/releases/${release.id}/assets`),
  }),
  'the address of uploads has a password': ({ sandbox, release }) => ({
    upload_url: template(
      `${sandbox.urls.github.replace('//', '//user:hunter2@')}/api/uploads/repos/o/r/releases/${release.id}/assets`,
    ),
  }),
  'the address of uploads is no template for one': () => ({ upload_url: 'https://h{+name}:{name}/x' }),
  'the page of the release is elsewhere': () => ({ html_url: 'https://e.example/releases/1' }),
  'the page of the release is no address': () => ({ html_url: 'https://github.com/"><img src=x>)\n::error::x' }),
}

describe('a run is refused before anything is public, and no token goes anywhere else, when', () => {
  it.concurrent.each(Object.entries(addresses))('%s', (_, change) =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      telling(scene, change(scene))
      const run = await scene.attach()
      expectRefused(run, 'E_RELEASE_RESPONSE', 'the release')
      expect(errorOf(run)).toContain('check for a proxy that answers in its place')
      expect(run.stdout).not.toContain('hunter2')
      expect(scene.sandbox.requests.filter(({ service }) => service === 'canary')).toEqual([])
      expectUntouched(scene)
    }),
  )

  it.concurrent('an answer has more than 16 MB: it is asked for once', () =>
    inReleaseScene({ isDraft: true }, async (scene) => {
      const body = `[${'{},'.repeat(7_000_000)}{}]`
      const type = { 'content-type': 'application/json' }
      scene.sandbox.faults.always('github.listReleases', status(200, type, body))
      const run = await scene.attach()
      expectRefused(run, 'E_RELEASE_RESPONSE', 'more than 16777216 bytes')
      expect(errorOf(run)).toContain('check for a proxy')
      expect(count(scene.sandbox, 'github.listReleases')).toBe(1)
      expectUntouched(scene)
    }),
  )

  it.concurrent('a page has more items than were asked for', () =>
    inReleaseScene({}, async (scene) => {
      const many: Fault = schema(Array.from({ length: 101 }, () => ({})))
      scene.sandbox.faults.always('github.listAssets', many)
      const run = await scene.attach({ with: { 'timeout-minutes': '0.1' } })
      expectRefused(run, 'E_RELEASE_RESPONSE', 'has 101 items, more than 100')
      expectUntouched(scene)
    }),
  )
})

it.concurrent('a tag that begins like an option is printed as none', () =>
  inReleaseScene({ isDraft: true }, async (scene) => {
    telling(scene, { tag_name: '-R' })
    const run = await scene.attach({ with: { 'release-tag': '', 'release-id': String(scene.release.id) } })
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toContain("gh release download -R octo-org/example-iso -p 'x.iso*' -- -R")
    expect(scene.release.tag).toBe(TAG)
  }),
)
