/* Attaches to a release of the sandbox through octokit, with the real retry loop and the real clock. */
import { expect, it } from '@jest/globals'
import { secondaryLimit, upstreamFailure } from '../../../sandbox/github/faults.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { releaseStore } from '../../../src/adapters/github/release-store.ts'
import { reserveRelease } from '../../../src/core/release/release.ts'
import { sha256Of } from '../../../src/core/shared/encoding.ts'
import { retrying, systemClock } from '../../../src/core/services/retry.ts'
import type { AttachedRelease, WrittenFile } from '../../../src/core/types.ts'
import { olderFiles } from '../../support/older-files.ts'
import { requestsOf } from '../../support/oracles.ts'
import { newLog, type RecordingLog } from '../../support/recording-log.ts'

const image = Buffer.from('image')

interface Scene {
  readonly sandbox: Sandbox
  readonly log: RecordingLog
  /** What the draft holds beside what was there before. */
  added(): readonly (readonly [string, string])[]
}

/** Plays with a draft that holds the image and a file of others, and asserts that both, and the draft, are left alone. */
async function withDraft(play: (scene: Scene) => Promise<void>): Promise<void> {
  const sandbox = await startSandbox()
  const log = newLog()
  const draft = sandbox.releases.add('v1.0.0', { isDraft: true, notes: 'by hand' })
  sandbox.releases.attach(draft, 'my x.iso', image)
  sandbox.releases.attach(draft, 'notes.txt', 'untouched')
  const stored = () => draft.assets.map(({ name, bytes }) => [name, bytes.toString()] as const)
  try {
    await play({ sandbox, log, added: () => stored().slice(2) })
    expect(draft).toMatchObject({ isDraft: true, notes: 'by hand', title: 'v1.0.0' })
    expect(stored().slice(0, 2)).toEqual([
      ['my.x.iso', 'image'],
      ['notes.txt', 'untouched'],
    ])
    expect(requestsOf(sandbox, 'github.updateRelease')).toEqual([])
    expect(JSON.stringify(log)).not.toContain(sandbox.releases.token)
  } finally {
    await sandbox.close()
  }
}

const attempts = [await olderFiles('my x.iso'), await olderFiles('my x.iso')]

/** What an attempt writes, by the end of its name. */
const textOf = (attempt: number, suffix: string): string => attempts[attempt - 1]?.[`my x.iso.${suffix}`] ?? ''

/** One attempt: signs `my x.iso`, attaches its bundle and its signature. */
async function attach({ sandbox, log }: Scene, attempt: number): Promise<AttachedRelease> {
  const written: readonly WrittenFile[] = ['sigstore.json', 'sig'].map((suffix) => ({
    path: `/dist/my x.iso.${suffix}`,
    text: () => textOf(attempt, suffix),
  }))
  const [bundle = '', signature = ''] = written.map(({ path }) => path)
  const access = {
    apiUrl: sandbox.urls.github,
    serverUrl: sandbox.serverUrl,
    repository: 'octo-org/example-iso',
    token: sandbox.releases.token,
  }
  const reservation = await reserveRelease(
    releaseStore(access),
    { log, clock: systemClock, call: retrying(log, new AbortController().signal) },
    { kind: 'tag', tag: 'v1.0.0' },
    [{ name: 'dist/my x.iso', bundle, others: [signature] }],
    { run: { runId: '3003', runAttempt: attempt }, budget: 60_000 },
  )
  const release = await reservation.settle([{ sha256: sha256Of(image) }], () => false)
  return release.publish(written)
}

it.concurrent(
  'attaches to a draft found by its tag, and replaces in a second attempt, under the names that GitHub gives',
  () =>
    withDraft(async (scene) => {
      const { assets: attached } = await attach(scene, 1)
      expect(attached.map(({ name }) => name)).toEqual(['my.x.iso.sigstore.json', 'my.x.iso.sig'])
      await attach(scene, 2)
      expect(scene.added()).toEqual([
        ['my.x.iso.sigstore.json', textOf(2, 'sigstore.json')],
        ['my.x.iso.sig', textOf(2, 'sig')],
      ])
    }),
)

it.concurrent('gets through an empty asset that a 502 left, a limit, and a lost answer', () =>
  withDraft(async (scene) => {
    const { sandbox, log } = scene
    const route = 'githubUploads.uploadAsset'
    sandbox.faults.script(route, upstreamFailure, secondaryLimit(1), { kind: 'none' }, { kind: 'lost-reply' })
    await attach(scene, 1)
    expect(scene.added()).toEqual([
      ['my.x.iso.sigstore.json', textOf(1, 'sigstore.json')],
      ['my.x.iso.sig', textOf(1, 'sig')],
    ])
    const [, limited, next] = requestsOf(sandbox, route)
    expect((next?.at ?? 0) - (limited?.at ?? 0)).toBeGreaterThan(950)
    expect(requestsOf(sandbox, 'github.deleteAsset')).toHaveLength(1)
    expect(log.infos.filter((line) => line.includes('Trying again'))).toHaveLength(3)
  }),
)
