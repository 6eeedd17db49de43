/* Shows what is looked at once the digests are known: the signed file on the release, and whose the old signatures are. */
import { describe, expect, it } from '@jest/globals'
import { planAssets, type ReleasePlan } from '../../../src/core/release/release-plan.ts'
import { reserveAssets } from '../../../src/core/release/release-reserve.ts'
import { sha256Of } from '../../../src/core/shared/encoding.ts'
import { MemoryReleaseStore, releaseToolsFor } from '../../support/memory-release-store.ts'
import { olderFiles } from '../../support/older-files.ts'
import type { IsOurs, Sha256 } from '../../../src/core/types.ts'

const signed = sha256Of(Buffer.from('image'))
const subject = {
  name: 'dist/x.iso',
  bundle: '/dist/x.iso.sigstore.json',
  others: ['/dist/x.iso.sig', '/dist/x.iso.pem'],
}

const older = await olderFiles('x.iso')
const text = (suffix: string, files = older): string => files[`x.iso${suffix}`] ?? ''
const [BUNDLE, SIG, PEM] = [text('.sigstore.json'), text('.sig'), text('.pem')]
/** Of our form, and of another bundle. */
const another = await olderFiles('x.iso')

/** One bundle is ours, and for this digest. */
const judge: IsOurs = (bundle, sha256) => bundle === BUNDLE && sha256 === signed

async function planOf(store: MemoryReleaseStore, subjects = [subject]): Promise<ReleasePlan> {
  const options = { run: { runId: '3003', runAttempt: 2 }, budget: 600_000 }
  return planAssets(store.release, await store.assets(), subjects, options)
}

async function reserve(store: MemoryReleaseStore, answer: IsOurs = judge) {
  const tools = releaseToolsFor(store)
  const plan = await planOf(store)
  const before = store.texts()
  const ids = await reserveAssets(tools, plan, [{ sha256: signed }], answer).finally(() =>
    expect(store.texts()).toEqual(before),
  )
  return { ids, notices: tools.log.notices }
}

describe('the signed file on the release', () => {
  it('must be the one that was signed', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.iso', 'another image')
    await expect(reserve(store)).rejects.toMatchObject({
      code: 'E_RELEASE_DIGEST_MISMATCH',
      message: expect.stringMatching(new RegExp(`'dist/x.iso'.*${signed}.*'x.iso'`)) as unknown,
    })
  })

  it('is passed in silence when it is', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.iso', 'image')
    expect(await reserve(store)).toEqual({ ids: new Set(), notices: [] })
  })

  it.each([
    ['it is not there', () => undefined, /^Not on the release.*'dist\/x.iso'$/],
    ['its upload broke off', (store: MemoryReleaseStore) => store.put('x.iso', '', false), /^Not on the release/],
    [
      'GitHub knows no digest',
      (store: MemoryReleaseStore) => {
        store.put('x.iso', 'another image')
        store.tellsDigests = false
      },
      /no digest to compare: 'dist\/x.iso'$/,
    ],
  ])('is a notice when %s', async (_, change, notice) => {
    const store = new MemoryReleaseStore()
    change(store)
    expect((await reserve(store)).notices).toEqual([expect.stringMatching(notice)])
  })

  it('is one notice for many', async () => {
    const store = new MemoryReleaseStore()
    const names = Array.from({ length: 7 }, (_, index) => `x${index}.iso`)
    const subjects = names.map((name) => ({ name, bundle: `/${name}.sigstore.json`, others: [] }))
    const tools = releaseToolsFor(store)
    await reserveAssets(
      tools,
      await planOf(store, subjects),
      names.map(() => ({ sha256: signed })),
      judge,
    )
    expect(tools.log.notices).toEqual([expect.stringMatching(/'x4.iso' and 2 more$/)])
  })
})

describe('a taken name on a draft', () => {
  it('may be replaced when the bundle beside it is ours for this digest', async () => {
    const store = new MemoryReleaseStore()
    const ids = [store.put('x.iso.sigstore.json', BUNDLE), store.put('x.iso.sig', SIG), store.put('x.iso.pem', PEM)]
    expect((await reserve(store)).ids).toEqual(new Set(ids))
  })

  it('may be replaced when an earlier attempt has uploaded what was to replace the bundle', async () => {
    const store = new MemoryReleaseStore()
    store.put('keyless-sign.3003.1.x.iso.sigstore.json', BUNDLE)
    const id = store.put('x.iso.sig', text('.sig', another))
    expect((await reserve(store)).ids).toEqual(new Set([id]))
  })

  it('may be replaced when an earlier attempt was half-way: the parts need not belong together', async () => {
    const store = new MemoryReleaseStore()
    const ids = [store.put('x.iso.sigstore.json', BUNDLE), store.put('x.iso.sig', text('.sig', another))]
    store.put('keyless-sign.3003.1.x.iso.sig', SIG)
    expect((await reserve(store)).ids).toEqual(new Set(ids))
  })

  it('may be replaced when the file itself is there, whosever the signatures are', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.iso', 'image')
    const bundle = text('.sigstore.json', another)
    const ids = [store.put('x.iso.sigstore.json', bundle), store.put('x.iso.sig', SIG), store.put('x.iso.pem', PEM)]
    expect((await reserve(store)).ids).toEqual(new Set(ids))
  })

  it.each<[string, string | undefined, Sha256?]>([
    ['another identity', text('.sigstore.json', another)],
    ['another digest', BUNDLE, sha256Of(Buffer.from('another image'))],
    ['no bundle at all', undefined],
    ['a file too large to be a bundle', BUNDLE.padEnd(300_000)],
  ])('is an error beside a bundle of %s', async (_, bundle, sha256 = signed) => {
    const store = new MemoryReleaseStore()
    if (bundle !== undefined) store.put('x.iso.sigstore.json', bundle)
    store.put('x.iso.sig', SIG)
    const trimmed: IsOurs = (given) => judge(given.trim(), sha256)
    await expect(reserve(store, trimmed)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
  })

  it.each([
    ['x.iso.sig', 'a signature of another bundle', text('.sig', another), 'it is not of the bundle beside it'],
    ['x.iso.pem', 'a certificate of another bundle', text('.pem', another), 'it is not of the bundle beside it'],
    ['x.iso.sig', 'a PGP signature', '-----BEGIN PGP SIGNATURE-----', 'the base64 of an ECDSA signature'],
  ])('is an error where %s is %s, although the bundle beside it is ours', async (name, _, content, text) => {
    const store = new MemoryReleaseStore()
    store.put('x.iso.sigstore.json', BUNDLE)
    store.put(name, content)
    await expect(reserve(store)).rejects.toMatchObject({
      code: 'E_RELEASE_ASSET_EXISTS',
      message: expect.stringMatching(new RegExp(`'${name}': .*${text}`)) as unknown,
    })
  })

  it.each([
    ['x.iso.sig', 'a PGP signature', '-----BEGIN PGP SIGNATURE-----'],
    ['x.iso.sig', 'a signature with far too much behind it', SIG.padEnd(300_000)],
    ['x.iso.pem', 'a public key', '-----BEGIN PUBLIC KEY-----'],
    ['x.iso.sigstore.json', 'other JSON', '{}'],
  ])('is an error where %s is %s, although the file itself is there', async (name, _, content) => {
    const store = new MemoryReleaseStore()
    store.put('x.iso', 'image')
    store.put(name, content)
    await expect(reserve(store)).rejects.toMatchObject({
      code: 'E_RELEASE_ASSET_EXISTS',
      fix: expect.stringContaining('by hand') as unknown,
    })
  })

  it('is an error where nobody tells that the file beside it is the signed one', async () => {
    const store = new MemoryReleaseStore()
    store.tellsDigests = false
    store.put('x.iso', 'image')
    store.put('x.iso.sig', SIG)
    await expect(reserve(store)).rejects.toMatchObject({ code: 'E_RELEASE_ASSET_EXISTS' })
  })

  it('is looked at only after all digests: nothing is read before a mismatch', async () => {
    const store = new MemoryReleaseStore()
    store.put('x.iso', 'another image')
    store.put('x.iso.sigstore.json', BUNDLE)
    await expect(reserve(store)).rejects.toMatchObject({ code: 'E_RELEASE_DIGEST_MISMATCH' })
    expect(store.calls).not.toContain('read x.iso.sigstore.json')
  })
})
