/* Shows what a run tells of both places, and that neither failure hides the other, nor the summary. */
import { describe, expect, it } from '@jest/globals'
import type { Artifact } from '../../../src/core/artifact/artifact.ts'
import { publish } from '../../../src/core/publishing/publish.ts'
import type { Publications } from '../../../src/core/publishing/publications.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { newLog } from '../../support/recording-log.ts'
import { aSigning, anArtifact, branded } from '../../support/signing.ts'
import type { AttachedAsset, Release, WrittenFile } from '../../../src/core/types.ts'

const release: Release = {
  ...{ id: 7, tag: 'v1', url: 'https://x/releases/7', uploadUrl: 'https://x/upload' },
  ...{ isDraft: true, isImmutable: false },
}
const assets: readonly AttachedAsset[] = [
  { name: 'x.iso.sig', url: 'https://x/x.iso.sig', size: 4, sha256: branded('ab'.repeat(32)) },
]
const uploadFailed = new ActionError('E_UPLOAD_VERIFY', 'not what was uploaded', { fix: 'again' })
const releaseFailed = new ActionError('E_RELEASE_VERIFY', 'not what was attached', { fix: 'again' })
const cancelled = new ActionError('E_CANCELLED', 'cancelled', { fix: 'none' })

/** Publishes what one signing gave into places that answer with these, or fail. */
async function publishing(scene: {
  readonly artifact?: Error | 'stored'
  readonly release?: Error | 'attached'
  readonly wantsSummary?: boolean
}) {
  const log = newLog()
  const outputs: Record<string, string>[] = []
  const summaries: string[] = []
  const given: (readonly WrittenFile[])[] = []
  const answer =
    <T>(outcome: Error | string, result: T) =>
    async (files: readonly WrittenFile[]): Promise<T> => {
      given.push(files)
      if (outcome instanceof Error) throw outcome
      return result
    }
  const artifact: Artifact | undefined = scene.artifact && {
    name: 'x',
    getReady: () => undefined,
    publish: answer(scene.artifact, anArtifact()),
  }
  const places: Publications = {
    ...(artifact && { artifact }),
    ...(scene.release && { release: { found: release, publish: answer(scene.release, { release, assets }) } }),
  }
  const report = {
    setOutputs: (values: Readonly<Record<string, string>>) => void outputs.push({ ...values }),
    writeSummary: async (markdown: string) => void summaries.push(markdown),
  }
  const failure = await publish({ log, report, wantsSummary: scene.wantsSummary ?? true }, aSigning(), places).then(
    () => 'none' as const,
    (error: unknown) => error as ActionError,
  )
  return { failure, log, outputs: Object.assign({}, ...outputs) as Record<string, string>, summaries, given }
}

const paths = ['.sig', '.pem', '.sigstore.json'].map((suffix) =>
  expect.stringMatching(new RegExp(`x\\.iso\\${suffix}$`)),
)

describe('publishing', () => {
  it('nowhere writes a summary and nothing else', async () => {
    const { failure, log, outputs, summaries } = await publishing({})
    expect([failure, outputs, log.infos, summaries.length]).toEqual(['none', {}, [], 1])
  })

  it('writes no summary that nobody wants', async () => {
    expect((await publishing({ wantsSummary: false })).summaries).toEqual([])
  })

  it('gives all three files to the artifact, and tells where it is', async () => {
    const { failure, log, outputs, given, summaries } = await publishing({ artifact: 'stored' })
    expect(failure).toBe('none')
    expect(given.map((files) => files.map(({ path }) => path))).toEqual([paths])
    expect(outputs).toMatchObject({ 'artifact-id': '42', 'artifact-name': 'x.iso.sigstore' })
    expect(log.infos).toEqual([expect.stringContaining('x.iso.sigstore (id 42)')])
    expect(summaries[0]).toContain('artifacts/42')
  })

  it('gives all three files to the release, and tells where they are', async () => {
    const { failure, log, outputs, given, summaries } = await publishing({ release: 'attached' })
    expect(failure).toBe('none')
    expect(given.map((files) => files.map(({ path }) => path))).toEqual([paths])
    expect(outputs).toMatchObject({ 'release-id': '7', 'release-url': 'https://x/releases/7' })
    expect(log.infos[0]).toContain('(id 7)')
    expect(summaries[0]).toContain('x/releases/7')
  })

  it('still attaches to the release when the artifact failed, and ends in that failure', async () => {
    const { failure, outputs, log, summaries } = await publishing({ artifact: uploadFailed, release: 'attached' })
    expect(failure).toBe(uploadFailed)
    expect(outputs).not.toHaveProperty('artifact-id')
    expect(outputs).toMatchObject({ 'release-id': '7' })
    expect(log.warnings).toEqual([])
    expect(summaries).toHaveLength(1)
  })

  it('ends in the failure of the release, after the artifact was told of', async () => {
    const { failure, outputs, summaries } = await publishing({ artifact: 'stored', release: releaseFailed })
    expect(failure).toMatchObject({ code: 'E_RELEASE_VERIFY', fix: expect.stringContaining('files are kept') })
    expect(outputs).toMatchObject({ 'artifact-id': '42' })
    expect(outputs).not.toHaveProperty('release-id')
    expect(summaries).toHaveLength(1)
  })

  it('ends in the first of two failures, and warns of the second', async () => {
    const { failure, log } = await publishing({ artifact: uploadFailed, release: releaseFailed })
    expect(failure).toBe(uploadFailed)
    expect(log.warnings).toEqual([expect.stringMatching(/E_RELEASE_VERIFY.*not what was attached/)])
  })

  it.each([
    ['artifact', { artifact: cancelled, release: 'attached' } as const, 1],
    ['release', { artifact: 'stored', release: cancelled } as const, 2],
    ['release after a failed artifact', { artifact: uploadFailed, release: cancelled } as const, 2],
  ])('ends at once when the run is cancelled at the %s', async (_, scene, asked) => {
    const { failure, given, log } = await publishing(scene)
    expect(failure).toBe(cancelled)
    expect(given).toHaveLength(asked)
    expect(log.warnings).toEqual([])
  })
})
