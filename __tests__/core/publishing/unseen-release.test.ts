/* Shows that only a dry run goes on without a release that its token does not see, and that it ends with every other failure. */
import { describe, expect, it } from '@jest/globals'
import { planPublications } from '../../../src/core/publishing/publications.ts'
import { ActionError, type ErrorCode } from '../../../src/core/shared/errors.ts'
import { MemoryArtifactStore } from '../../support/memory-artifact-store.ts'
import { MemoryReleaseStore, newTools } from '../../support/memory-release-store.ts'
import { aSubject } from '../../support/signing.ts'

const paths = { signature: '/w/x.sig', certificate: '/w/x.pem', bundle: '/w/x.sigstore.json' }
const failing = (code: ErrorCode): ActionError => new ActionError(code, `said ${code}`, { fix: 'none' })

/** Looks at both places, where the client of releases is loaded, or its first look ends, with a failure. */
async function look(
  dryRun: boolean,
  { loading, looking }: { readonly loading?: Error; readonly looking?: ActionError },
) {
  const releases = new MemoryReleaseStore()
  if (looking !== undefined) releases.fail('withTag', looking)
  const loadReleases = async (): Promise<MemoryReleaseStore> => {
    if (loading !== undefined) throw loading
    return releases
  }
  const tools = newTools()
  const inputs = {
    ...{ uploadArtifact: true, artifactName: 'signatures', jobIndex: undefined, retentionDays: undefined },
    ...{ release: { kind: 'tag', tag: 'v1' } as const, timeout: 600_000, dryRun },
  }
  const ports = { artifacts: new MemoryArtifactStore(), loadReleases }
  const reserved = await planPublications(inputs, [{ name: 'x', paths }])(ports, tools, {
    runId: '3003',
    runAttempt: 1,
  })
  const places = await reserved.settle([aSubject('x')], () => true)
  return { places: Object.keys(places), notices: tools.log.notices }
}

describe('a dry run', () => {
  it('has the release among its places where it sees it', async () => {
    expect(await look(true, {})).toMatchObject({ places: ['artifact', 'release'] })
  })

  it.each<ErrorCode>(['E_RELEASE_NOT_FOUND', 'E_RELEASE_PERMISSION'])(
    'goes on without a release that it does not see, and says so: %s',
    async (code) => {
      const { places, notices } = await look(true, { looking: failing(code) })
      expect(places).toEqual(['artifact'])
      expect(notices).toEqual([expect.stringMatching(new RegExp(`said ${code}.*contents: write`))])
    },
  )

  it('goes on where the token is too little for the client itself', async () => {
    const { places } = await look(true, { loading: failing('E_RELEASE_PERMISSION') })
    expect(places).toEqual(['artifact'])
  })

  it.each<ErrorCode>(['E_RELEASE_IMMUTABLE', 'E_RELEASE_AMBIGUOUS', 'E_UPLOAD_PERMISSION', 'E_CANCELLED'])(
    'ends where the look ends otherwise: %s',
    async (code) => {
      const looking = failing(code)
      await expect(look(true, { looking })).rejects.toBe(looking)
    },
  )

  it('ends with what is no failure of a service, whatever code that has', async () => {
    const loading = Object.assign(new Error('no client'), { code: 'E_RELEASE_NOT_FOUND' })
    await expect(look(true, { loading })).rejects.toBe(loading)
  })
})

describe('a run that is not dry', () => {
  it.each<ErrorCode>(['E_RELEASE_NOT_FOUND', 'E_RELEASE_PERMISSION'])(
    'never goes on without the release: %s',
    async (code) => {
      const looking = failing(code)
      await expect(look(false, { looking })).rejects.toBe(looking)
    },
  )
})
