/* Shows which texts are a value of an input, to the last digit, and that whatever only holds one is refused. */
import { describe, expect, it } from '@jest/globals'
import {
  booleanValue,
  lineValues,
  positiveNumberValue,
  urlValue,
  wholeNumberValue,
} from '../../../src/core/inputs/input-values.ts'
import { parseSignInputs } from '../../../src/core/inputs/sign-inputs.ts'
import { parseVerifyInputs } from '../../../src/core/inputs/verify-inputs.ts'

const refused = expect.objectContaining({ code: 'E_INPUT' })
const sign = (inputs: Readonly<Record<string, string>>) =>
  parseSignInputs((name) => ({ files: 'x.iso', ...inputs })[name] ?? '')

describe('a boolean', () => {
  const read = (text: string): boolean => booleanValue(() => text, 'allow', false)

  it.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
  ])('is %s', (text, value) => {
    expect(read(text)).toBe(value)
  })

  it.each(['untrue', 'truely', 'infalse', 'falsey', 'tRUE', 'yes', '1', 'true false'])('is none of %j', (text) => {
    expect(() => read(text)).toThrow(refused)
  })
})

describe('a number', () => {
  const whole = (text: string): unknown => wholeNumberValue(() => text, 'days', 1, 90)
  const positive = (text: string): unknown => positiveNumberValue(() => text, 'minutes', 10, 60)

  it.each([
    ['1', 1],
    ['90', 90],
    [' 7\n', 7],
  ])('that is whole may be %j', (text, value) => {
    expect(whole(text)).toBe(value)
  })

  it.each(['0', '91', '-1', '1.0', '1e1', '0x10', 'x1', '1x'])('that is whole is none of %j', (text) => {
    expect(() => whole(text)).toThrow(refused)
  })

  it.each([
    ['60', 60],
    ['0.5', 0.5],
    ['12.25', 12.25],
  ])('above 0 may be %j', (text, value) => {
    expect(positive(text)).toBe(value)
  })

  it.each(['0', '60.1', '-1', '.5', '5.', '1e1', 'x5', '5x'])('above 0 is none of %j', (text) => {
    expect(() => positive(text)).toThrow(refused)
  })
})

describe('a URL', () => {
  const read = (text: string): unknown => urlValue(() => text, 'tuf-url')

  it.each(['https://user@tuf.example', 'https://:password@tuf.example', 'https://user:password@tuf.example'])(
    'has no user name and no password: %s',
    (text) => {
      expect(() => read(text)).toThrow(refused)
    },
  )

  it('is https', () => {
    expect(read('https://tuf.example')).toBe('https://tuf.example')
    expect(() => read('http://tuf.example')).toThrow(refused)
  })
})

it('lines end as any system ends them', () => {
  expect(lineValues(() => 'a\rb\r\nc\n # not this\n', 'files')).toEqual(['a', 'b', 'c'])
})

it.each([
  ['', undefined],
  ['1', 1],
  ['2', 2],
] as const)('the version %j of Rekor is %p', (text, version) => {
  expect(sign({ 'rekor-version': text }).rekorVersion).toBe(version)
})

it.each(['my-each', 'each-file', 'nottrue', 'falsehood', 'SUMS.sig.txt', 'SUMS.pem1'])(
  'a list of checksums may be called %s',
  (name) => {
    expect(sign({ 'write-checksums': name }).writeChecksums).toEqual({ kind: 'list', name })
  },
)

it('the signature files that are named are those that are compared', () => {
  const inputs: Readonly<Record<string, string>> = { files: 'x', bundle: 'b', signature: 's', certificate: 'c' }
  expect(parseVerifyInputs((name) => inputs[name] ?? '')).toMatchObject({
    ...{ bundles: ['b'], signatures: ['s'], certificates: ['c'] },
  })
})
