/* Shows what is told of entries that are public when a run fails, and where people can look an entry up. */
import { describe, expect, it } from '@jest/globals'
import { describeSigned } from '../../../src/core/reporting/sign-report.ts'
import { logUrl } from '../../../src/core/shared/public-instances.ts'
import { tellingWhatIsPublic } from '../../../src/core/signing/public-entries.ts'
import { newLog } from '../../support/recording-log.ts'
import { aLogEntry, aSubject } from '../../support/signing.ts'

const entry = { name: '::error::x.iso', logIndex: '7', logUrl: 'https://rekor.example' }

describe('a run that fails', () => {
  it('lists the entries that nobody can take back, in one warning', async () => {
    const log = newLog()
    const work = tellingWhatIsPublic(log, async (published) => {
      published(entry)
      published({ ...entry, name: 'y.iso', logIndex: '8' })
      throw new Error('later')
    })
    await expect(work).rejects.toThrow('later')
    expect(log.warnings).toHaveLength(1)
    expect(log.warnings[0]).toContain('\\::error::x.iso (log index 7, https://rekor.example); y.iso (log index 8,')
  })

  it.each([
    ['alone', [], /^Nothing was written, yet .*may be public: z\.iso \(https:\/\/rekor\.example\)$/],
    [
      'behind those that are',
      [entry],
      /^These .* public already .*\(log index 7, .*\. Nothing .*may be public: z\.iso \(/,
    ],
  ])('lists entries that may be public, %s', async (_, certain, expected) => {
    const log = newLog()
    const work = tellingWhatIsPublic(log, async (published) => {
      published({ name: 'z.iso', logUrl: 'https://rekor.example' })
      certain.forEach(published)
      throw new Error('later')
    })
    await expect(work).rejects.toThrow('later')
    expect(log.warnings).toEqual([expect.stringMatching(expected)])
  })

  it('says nothing where nothing is public', async () => {
    const log = newLog()
    await expect(tellingWhatIsPublic(log, () => Promise.reject(new Error('before')))).rejects.toThrow('before')
    expect(log.warnings).toEqual([])
  })
})

it('a run that succeeds lists nothing, and returns its result', async () => {
  const log = newLog()
  const work = async (published: (each: typeof entry) => void): Promise<string> => {
    published(entry)
    return 'signed'
  }
  expect(await tellingWhatIsPublic(log, work)).toBe('signed')
  expect(log.warnings).toEqual([])
})

describe('an entry', () => {
  it.each([
    ['https://rekor.sigstore.dev', 1, 'https://search.sigstore.dev/?logIndex=4711'],
    ['https://rekor.sigstore.dev', 2, 'https://rekor.sigstore.dev'],
    ['https://log2025-1.rekor.sigstore.dev', 2, 'https://log2025-1.rekor.sigstore.dev'],
    ['https://rekor.example', 1, 'https://rekor.example'],
  ])('of %s, version %d, is shown at %s', (url, majorApiVersion, expected) => {
    expect(logUrl({ url, majorApiVersion }, aLogEntry())).toBe(expected)
  })
})

describe('a report', () => {
  const job = { repository: 'octo/repo', serverUrl: 'https://github.com', runId: '1', sha: 'c0ffee', workspace: '/w' }
  it.each([
    [{ kind: 'tuf', url: undefined, root: undefined }, true, undefined],
    [{ kind: 'tuf', url: 'https://tuf-repo-cdn.sigstore.dev', root: undefined }, true, undefined],
    [{ kind: 'tuf', url: 'https://tuf.example', root: 'root.json' }, false, undefined],
    [{ kind: 'files', trustedRoot: 'root.json', signingConfig: 'config.json' }, false, 'root.json'],
  ] as const)('of a run that trusted %j', (trustSource, publicInstance, trustedRootPath) => {
    const signing = describeSigned([aSubject()], trustSource, job)
    expect([signing.publicInstance, signing.trustedRootPath]).toEqual([publicInstance, trustedRootPath])
  })
})
