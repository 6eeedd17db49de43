/* Shows how a command line is read: every input of the action is a flag, and what is unclear is refused before anything is done. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { flagNames, readArguments, wantsJson } from '../../../src/adapters/terminal/arguments.ts'
import { usage, VERSION } from '../../../src/adapters/terminal/usage.ts'
import { verifyInputNames } from '../../../src/core/inputs/verify-inputs.ts'

const root = path.resolve(import.meta.dirname, '../../..')

describe('the flags', () => {
  it('are the inputs of the action but the files, which are arguments, and the summary', () => {
    expect(['files', ...flagNames, 'summary']).toEqual(verifyInputNames)
  })

  it('are all in the usage, and no others', () => {
    const shown = [...usage.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, name]) => name)
    expect(shown.toSorted()).toEqual([...flagNames, 'help', 'json', 'quiet', 'version'].toSorted())
  })

  it('say the version of package.json', () => {
    expect(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))).toMatchObject({ version: VERSION })
  })
})

describe('a command line', () => {
  it('gives every value by the name of its input, in their order', () => {
    const request = readArguments(['a', '--bundle', '1', '--identity=me', 'b', '--bundle', '2', '--', '--ref'])
    expect(request).toEqual({
      kind: 'verify',
      prints: 'text',
      values: new Map([
        ['bundle', ['1', '2']],
        ['identity', ['me']],
        ['files', ['a', 'b', '--ref']],
      ]),
    })
  })

  it.each([
    [['--json', 'a'], 'json'],
    [['a', '--quiet'], 'nothing'],
    [['--checksums', '-'], 'text'],
  ])('%j prints %s', (words, prints) => {
    expect(readArguments(words)).toMatchObject({ prints })
  })

  it.each([
    [['--help'], 'help'],
    [['-h'], 'help'],
    [['--version'], 'version'],
    [['-v'], 'version'],
  ])('%j asks for %s', (words, kind) => {
    expect(readArguments(words)).toEqual({ kind })
  })

  it.each([
    [['a', '--identity', 'me', '--version'], '--version'],
    [['--help', 'a'], '--help'],
    [['-h', '--json'], '--help'],
    [['--version', '--version'], '--version'],
    [['--version', '--'], '--version'],
  ])('%j is refused, for %s stands alone', (words, flag) => {
    expect(() => readArguments(words)).toThrow(
      expect.objectContaining({
        code: 'E_INPUT',
        message: expect.stringContaining(flag),
        fix: expect.stringContaining(flag),
      }),
    )
  })

  it.each(flagNames)('with an empty --%s is refused', (name) => {
    expect(() => readArguments(['a', `--${name}=`])).toThrow(expect.objectContaining({ code: 'E_INPUT' }))
  })

  it.each(flagNames.filter((name) => !['bundle', 'certificate', 'signature'].includes(name)))(
    'with two values of --%s is refused',
    (name) => {
      expect(() => readArguments(['a', `--${name}=1`, `--${name}=1`])).toThrow(/given 2 times/)
    },
  )

  it.each([
    ['repo', '--repository'],
    ['sig', '--signature or --signer-workflow'],
    ['cert', '--certificate'],
    ['source', '--source-ref or --source-digest'],
    ['verison', '--version'],
    ['idenity', '--identity'],
    ['certificate-oidc-issuer', '--issuer'],
    ['cert-identity', '--identity'],
  ])('with --%s is asked whether it means %s', (word, meant) => {
    expect(() => readArguments(['a', `--${word}`, 'x'])).toThrow(
      expect.objectContaining({
        code: 'E_INPUT',
        fix: `did you mean ${meant}? keyless-verify --help lists the options`,
      }),
    )
  })

  it.each(['key', 'file', 'frobnicate', 'x'])('with --%s, which is like no flag, is asked for nothing', (word) => {
    expect(() => readArguments(['a', `--${word}`, 'x'])).toThrow(
      expect.objectContaining({ code: 'E_INPUT', fix: 'keyless-verify --help lists the options' }),
    )
  })

  it('is read for --json even where it cannot be understood, but not behind --', () => {
    expect(wantsJson(['--what', '--json'])).toBe(true)
    expect(wantsJson(['--', '--json'])).toBe(false)
  })
})
