/* Shows how the inputs say where the files go, what is made beside them, and which Sigstore signs. */
import { describe, expect, it } from '@jest/globals'
import { parseSignInputs } from '../../../src/core/inputs/sign-inputs.ts'

const reader =
  (values: Readonly<Record<string, string>>) =>
  (name: string): string =>
    values[name] ?? ''

const parse = (values: Readonly<Record<string, string>>): ReturnType<typeof parseSignInputs> =>
  parseSignInputs(reader({ files: 'x.iso', ...values }))

const refusal = (values: Readonly<Record<string, string>>): unknown => {
  try {
    return parse(values)
  } catch (error) {
    return error
  }
}

describe('parseSignInputs', () => {
  it.each(['each.', 'Each', 'TRUE', 'a/SUMS', '.SUMS', '-SUMS', 'a b', 'x.sig', 'x.sigstore.json', 'ü'])(
    'refuses %j as the name of a list of checksums',
    (name) => {
      expect(refusal({ 'write-checksums': name })).toMatchObject({ code: 'E_INPUT' })
    },
  )

  it('takes a checksum file for each', () => {
    expect(parse({ 'write-checksums': 'each' }).writeChecksums).toEqual({ kind: 'each' })
  })

  it('takes the release by its id', () => {
    expect(parse({ 'release-id': '4294967296' }).release).toEqual({ kind: 'id', id: 4_294_967_296 })
  })

  it('takes one name of the release only', () => {
    expect(refusal({ 'release-tag': 'v1', 'release-id': '7' })).toMatchObject({
      code: 'E_INPUT',
      message: "Inputs 'release-tag' and 'release-id' are both set",
    })
  })

  it('takes no expression that was not evaluated for a tag', () => {
    expect(refusal({ 'release-tag': '${{ github.ref_name }}' })).toMatchObject({
      code: 'E_INPUT',
      message: expect.stringContaining("got '${{ github.ref_name }}'"),
      fix: expect.stringContaining('in the workflow file'),
    })
  })

  it('take the trust root of staging where that is asked for, and nothing else beside it', () => {
    expect(parse({ staging: 'true' }).trustSource).toEqual({ kind: 'tuf', url: 'https://tuf-repo-cdn.sigstage.dev' })
    for (const name of ['trusted-root', 'signing-config', 'tuf-url', 'tuf-root']) {
      expect(() => parse({ staging: 'true', [name]: 'https://x.example' })).toThrow(
        expect.objectContaining({ code: 'E_INPUT', message: expect.stringContaining(`'${name}'`) as unknown }),
      )
    }
  })
})
