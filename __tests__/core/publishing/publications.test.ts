/* Shows which places a run looks at, with what, and what of them may be written to. */
import { describe, expect, it } from '@jest/globals'
import { planPublications, type PublicationPorts } from '../../../src/core/publishing/publications.ts'
import { MemoryArtifactStore, toolsOf } from '../../support/memory-artifact-store.ts'
import { MemoryReleaseStore } from '../../support/memory-release-store.ts'
import { aSubject } from '../../support/signing.ts'
import type { IsOurs, SignInputs } from '../../../src/core/types.ts'

const outputs = ['x', 'y'].map((name) => ({
  name: `${name}.iso`,
  paths: {
    signature: `/w/${name}.iso.sig`,
    certificate: `/w/${name}.iso.pem`,
    bundle: `/w/${name}.iso.sigstore.json`,
  },
}))
const withChecksums = outputs.map(({ name, paths }) => ({ name, paths: { ...paths, checksums: `/w/${name}.sha256` } }))
const MINUTES_10 = 600_000
const nothing = {
  ...{ uploadArtifact: false, artifactName: undefined, retentionDays: undefined, release: undefined },
  ...{ timeout: MINUTES_10, jobIndex: undefined, dryRun: false },
}
const v1: SignInputs['release'] = { kind: 'tag', tag: 'v1' }
const subjects = [aSubject('x.iso'), aSubject('y.iso')]
const files = outputs.flatMap(({ paths }) => [paths.signature, paths.certificate, paths.bundle])
const written = files.map((path) => ({ path, text: () => `text of ${path}` }))
const everyBundle: IsOurs = () => true

function scene(
  inputs: Partial<Parameters<typeof planPublications>[0]>,
  runAttempt = 1,
  planned: Parameters<typeof planPublications>[1] = outputs,
) {
  const [artifacts, releases] = [new MemoryArtifactStore(), new MemoryReleaseStore()]
  let loaded = 0
  const ports: PublicationPorts = {
    artifacts,
    loadReleases: async () => {
      loaded++
      return releases
    },
  }
  const look = planPublications({ ...nothing, ...inputs }, planned)
  return {
    artifacts,
    releases,
    loaded: () => loaded,
    look: () => look(ports, toolsOf(), { runId: '3003', runAttempt }),
  }
}

describe('the places', () => {
  it('are none, and nobody is asked, where none is wanted', async () => {
    const { look, artifacts, releases, loaded } = scene({})
    expect(await (await look()).settle(subjects, everyBundle)).toEqual({})
    expect([artifacts.calls, releases.calls, loaded()]).toEqual([[], [], 0])
  })

  it('are the artifact alone, under its wanted name, where no release is wanted', async () => {
    const { look, artifacts, loaded } = scene({ uploadArtifact: true, artifactName: 'signatures' })
    const places = await (await look()).settle(subjects, everyBundle)
    const whole = { name: 'signatures', getReady: expect.any(Function), publish: expect.any(Function) }
    expect(places).toEqual({ artifact: whole })
    expect([artifacts.calls, loaded()]).toEqual([['find signatures'], 0])
  })

  it('are the release alone, as it was found, where no artifact is wanted', async () => {
    const { look, artifacts, releases } = scene({ release: v1 })
    const places = await (await look()).settle(subjects, everyBundle)
    expect(places).toEqual({ release: { found: releases.release, publish: expect.any(Function) } })
    expect(artifacts.calls).toEqual([])
  })

  it('are called after the files where nobody named the artifact', async () => {
    const { look } = scene({ uploadArtifact: true })
    const { artifact } = await (await look()).settle(subjects, everyBundle)
    expect(artifact?.name).toBe('x.iso-and-1-more.sigstore')
  })

  it('get the files of all subjects on the release, each bundle before its others', async () => {
    const { look, releases } = scene({ release: v1 })
    const { release } = await (await look()).settle(subjects, everyBundle)
    await release?.publish(written)
    const uploads = releases.calls.filter((call) => call.startsWith('upload'))
    const ends = ['.sigstore.json', '.sig', '.pem']
    expect(uploads).toEqual(['x', 'y'].flatMap((name) => ends.map((end) => `upload ${name}.iso${end}`)))
    expect(releases.texts()['x.iso.sig']).toBe('text of /w/x.iso.sig')
  })

  it('get the checksum files, too, but none in place of one that is there', async () => {
    const { look, releases } = scene({ release: v1 }, 1, withChecksums)
    const checksums = withChecksums.map(({ paths }) => ({ path: paths.checksums, text: 'checksum', isThere: false }))
    const signed = checksums.map((file, index) => aSubject(outputs[index]?.name, { checksums: file }))
    releases.put('x.iso.sha256', 'checksum')
    const { release } = await (await look()).settle(signed, everyBundle)
    await release?.publish([...written, ...checksums.map((file) => ({ path: file.path, text: () => file.text }))])
    expect(releases.texts()).toMatchObject({ 'x.iso.sha256': 'checksum', 'y.iso.sha256': 'checksum' })
    expect(releases.calls.filter((call) => /^(?:upload|remove|rename) .*sha256/.test(call))).toEqual([
      'upload y.iso.sha256',
    ])
  })

  it('are refused where a checksum file on the release says something else', async () => {
    const { look, releases } = scene({ release: v1 }, 1, withChecksums)
    releases.put('x.iso.sha256', 'of others')
    const reserved = await look()
    await expect(reserved.settle(subjects, everyBundle)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
  })

  it('are refused where the artifact of a first attempt is there', async () => {
    const { look, artifacts } = scene({ uploadArtifact: true, artifactName: 'signatures' })
    artifacts.put('signatures', {})
    await expect(look()).rejects.toMatchObject({ code: 'E_UPLOAD_NAME_TAKEN' })
  })

  it('know the attempt of the run', async () => {
    const { look, artifacts } = scene({ uploadArtifact: true, artifactName: 'signatures' }, 3)
    artifacts.put('signatures', {})
    const { artifact } = await (await look()).settle(subjects, everyBundle)
    expect(artifact?.name).toBe('signatures.attempt-3')
  })

  it('are refused where the release has signatures that are not ours', async () => {
    const { look, releases } = scene({ release: v1 })
    releases.put('x.iso.sig', 'of others')
    const reserved = await look()
    await expect(reserved.settle(subjects, () => false)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
  })

  it('are refused where the time of the run is too short for the release', async () => {
    const { look } = scene({ release: v1, timeout: 5_000 })
    await expect(look()).rejects.toMatchObject({ code: 'E_RELEASE_LIMIT' })
  })

  it('are refused before anybody is asked, where the artifact may not be called so', () => {
    expect(() => scene({ uploadArtifact: true, artifactName: 'a/b' })).toThrow(
      expect.objectContaining({ code: 'E_INPUT_ARTIFACT_NAME' }),
    )
  })
})
