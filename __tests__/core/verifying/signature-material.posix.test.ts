/* Shows which bundle belongs to which file, what is compared with it, and that a file without one is refused. */
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parseVerifyInputs } from '../../../src/core/inputs/verify-inputs.ts'
import { readMaterials } from '../../../src/core/verifying/signature-material.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'
import { olderFiles } from '../../support/older-files.ts'

const [x, y] = await Promise.all(['x', 'y'].map((name) => olderFiles(name)))
const good: Readonly<Record<string, string>> = { ...x, ...y }
const identity = 'https://github.com/o/r/.github/workflows/x.yml@refs/tags/v1'

async function materials(
  files: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
  names: readonly string[] = ['x', 'y'],
) {
  const workspace = temporaryDirectory()
  writeFiles(workspace, files)
  const places = names.map((name) => ({ name, path: path.join(workspace, name) }))
  const parsed = parseVerifyInputs((name) => ({ files: 'x', identity, ...inputs })[name] ?? '')
  const read = await readMaterials(places, parsed, workspace)
  return read.map(({ bundle, bundlePath }) => ({
    name: path.relative(workspace, bundlePath),
    signature: Buffer.from(bundle.signature).toString('base64'),
  }))
}

describe('a bundle', () => {
  const own = [
    { name: 'x.sigstore.json', signature: good['x.sig'] },
    { name: 'y.sigstore.json', signature: good['y.sig'] },
  ]

  it('is that beside each file where none is named', async () => {
    expect(await materials(good)).toEqual(own)
  })

  it('is the one that is named in its place, in the order of the files', async () => {
    expect(await materials(good, { bundle: 'y.sigstore.json\nx.sigstore.json' })).toEqual(own.toReversed())
  })

  it.each(['bundle', 'signature', 'certificate'])('and the files: as many, where any %s is named', async (input) => {
    await expect(materials(good, { [input]: 'x.sigstore.json' })).rejects.toMatchObject({
      code: 'E_INPUT',
      fix: expect.stringContaining('one for each file') as unknown,
    })
  })

  it('that is far too large is not read', async () => {
    const large = { ...good, 'x.sigstore.json': ' '.repeat(4 * 1024 * 1024) + (good['x.sigstore.json'] ?? '') }
    await expect(materials(large)).rejects.toMatchObject({ code: 'E_BUNDLE_MALFORMED' })
  })

  it('that cannot be read is named by the error', async () => {
    await expect(materials({ ...good, 'y.sigstore.json': '{}' })).rejects.toMatchObject({
      code: 'E_BUNDLE_MALFORMED',
      message: expect.stringMatching(/^'y\.sigstore\.json': /) as unknown,
    })
  })

  it('that is a directory is not a missing one', async () => {
    await expect(materials({ ...x, 'y.sigstore.json/z': '' })).rejects.toMatchObject({ code: 'E_FILE_TYPE' })
  })
})

describe('a .sig and a .pem that are named', () => {
  it('may hold what the bundle holds', async () => {
    expect(await materials(good, { signature: 'x.sig\ny.sig', certificate: 'x.pem\ny.pem' })).toHaveLength(2)
  })

  it.each([
    ['signature', 'x.sig\nx.sig', 'E_SIGNATURE_FILE', /^'x\.sig'/],
    ['certificate', 'x.pem\nx.pem', 'E_CERTIFICATE_FILE', /^'x\.pem'/],
  ])('are refused where a %s is another one', async (input, lines, code, message) => {
    await expect(materials(good, { [input]: lines })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
    })
  })

  it('are refused where they are far too large to be one', async () => {
    const large = { ...good, 'x.sig': (good['x.sig'] ?? '').padEnd(5 * 1024 * 1024) }
    await expect(materials(large, { signature: 'x.sig\ny.sig' })).rejects.toMatchObject({ code: 'E_SIGNATURE_FILE' })
  })

  it('are refused where they are not there', async () => {
    await expect(materials(good, { signature: 'x.sig\nnone.sig' })).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
  })
})

describe('a file without a bundle is refused', () => {
  it('with a word on where to get it', async () => {
    await expect(materials({}, {}, ['x'])).rejects.toMatchObject({
      code: 'E_BUNDLE_NOT_FOUND',
      message: expect.stringMatching(/'x' .*'x\.sigstore\.json'$/) as unknown,
      fix: expect.stringContaining('download the bundle') as unknown,
    })
  })

  it.each(['.bundle', '.sigstore', '.cosign.bundle', '.sigstore.bundle'])(
    'though others call it %s',
    async (suffix) => {
      await expect(materials({ [`x${suffix}`]: '{}' }, {}, ['x'])).rejects.toMatchObject({
        code: 'E_BUNDLE_NOT_FOUND',
        fix: expect.stringContaining(`x${suffix}`) as unknown,
      })
    },
  )

  it.each([
    ['x.iso (1).sigstore.json'],
    ['x.iso.sigstore (1).json'],
    ['x.iso.sigstore.json.txt'],
    ['x.isosigstore.json'],
  ])("though one lies there as %s, which may be a browser's name for it", async (name) => {
    await expect(materials({ 'x.iso': '', [name]: '' }, {}, ['x.iso'])).rejects.toMatchObject({
      code: 'E_BUNDLE_NOT_FOUND',
      fix: `did you mean '${name}'? Then name it with 'bundle'; else download the bundle (\`.sigstore.json\`) together with the file`,
    })
  })

  it('without a word on the bundle of another file, on checksums, or on the file itself', async () => {
    const files = { 'image-1.iso': '', 'image-2.iso': '', 'image-2.iso.sigstore.json': '', 'image-1.iso.sha256': '' }
    await expect(materials(files, {}, ['image-1.iso'])).rejects.toMatchObject({
      code: 'E_BUNDLE_NOT_FOUND',
      fix: expect.stringMatching(/^download the bundle/) as unknown,
    })
  })

  it('with a word on what is called like the bundle that was named', async () => {
    await expect(materials({ 'out/x.json': '' }, { bundle: 'out/y.json' }, ['x'])).rejects.toMatchObject({
      code: 'E_BUNDLE_NOT_FOUND',
      fix: expect.stringMatching(/^did you mean 'out\/x\.json'\? /) as unknown,
    })
  })

  it.each([{ signature: 'x.sig' }, { certificate: 'x.pem' }])(
    'though %j is named, with the command for that',
    async (named) => {
      const detached = Object.fromEntries(['x.sig', 'x.pem'].map((name) => [name, good[name] ?? '']))
      await expect(materials(detached, named, ['x'])).rejects.toMatchObject({
        code: 'E_BUNDLE_NOT_FOUND',
        fix: expect.stringContaining(
          `cosign verify-blob --signature x.sig --certificate x.pem --certificate-identity ${identity}`,
        ) as unknown,
      })
    },
  )
})
