/* Shows that the walls of eslint.config.mjs hold: each snippet is linted as if it stood in the file beside it. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'

const cwd = path.resolve(import.meta.dirname, '../..')
const strict = new ESLint({ cwd })
const linter = new ESLint({
  cwd,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
})

async function brokenRules(file: string, code: string): Promise<readonly (string | null)[]> {
  const [result] = await linter.lintText(code, { filePath: file })
  return (result?.messages ?? []).map(({ ruleId }) => ruleId)
}

const refusedImports: readonly (readonly [string, string])[] = [
  ['src/core/bundle/policy.ts', `export { info } from '@actions/core'`],
  ['src/core/bundle/policy.ts', `export { p256 } from 'elliptic'`],
  ['src/core/bundle/policy.ts', `export { runner } from '../../adapters/runner/runner.ts'`],
  ['src/core/bundle/policy.ts', `export { run } from '../../sign.ts'`],
  ['src/core/bundle/policy.ts', `export { runSign } from '../run-sign.ts'`],
  ['src/core/run-sign.ts', `export { runner } from '../adapters/runner/runner.ts'`],
  ['src/core/types.ts', `export { display } from './shared/display.ts'`],
  ['src/core/another/room.ts', `export { display } from '../shared/display.ts'`],
  ['src/core/bundle/policy.ts', `export { env } from 'node:process'`],
  ['src/core/bundle/policy.ts', `export { createRequire } from 'node:module'`],
  ['src/core/bundle/policy.ts', `export { readFileSync } from 'fs'`],
  ['src/adapters/sigstore/fulcio.ts', `export { info } from '@actions/core'`],
  ['src/adapters/sigstore/fulcio.ts', `export { serve } from '../../../sandbox/fulcio.ts'`],
  ['src/adapters/sigstore/fulcio.ts', `export { run } from '../../sign.ts'`],
  ['src/adapters/glob.ts', `export { run } from '../sign.ts'`],
  ['src/adapters/runner/runner.ts', `export { create } from '@actions/glob'`],
  ['src/adapters/another.ts', `export { FulcioSigner } from '@sigstore/sign'`],
  ['src/sign.ts', `export { setFailed } from '@actions/core'`],
  ['src/adapters/runner/toolkit.ts', `export { setFailed } from '@actions/core'`],
  ['src/adapters/artifact/find-artifact.ts', `export { DefaultArtifactClient } from '@actions/artifact'`],
  ['src/adapters/runner/runner.ts', `export { summary } from '../../../node_modules/@actions/core/lib/summary.js'`],
  ['src/sign.ts', `export { serve } from '../sandbox/fulcio.ts'`],
]

const refusedByOtherRules: readonly (readonly [string, string, string])[] = [
  ['src/core/bundle/policy.ts', 'no-restricted-syntax', `export const core = import('@actions/core')`],
  ['src/core/bundle/policy.ts', 'no-restricted-syntax', `export type Core = import('@actions/core').Core`],
  [
    'src/core/bundle/policy.ts',
    'no-restricted-syntax',
    'export const load = async (name: string): Promise<unknown> => import(name)',
  ],
  ['src/core/hashing/hash-worker.cjs', 'no-restricted-syntax', `require('@actions/core')`],
  ['src/core/hashing/hash-worker.cjs', 'no-restricted-syntax', `require('./hasher.cjs')`],
  ['src/core/hashing/hash-worker.cjs', 'no-restricted-syntax', `module.require('@actions/core')`],
  ['src/core/hashing/hash-worker.cjs', 'no-restricted-syntax', `void import('@actions/core')`],
  ['src/core/hashing/hash-worker.cjs', 'no-restricted-syntax', `require('node:module').createRequire('/')('x')`],
  ['src/core/bundle/policy.ts', 'no-restricted-properties', 'export const token = process.env'],
  ['src/adapters/sigstore/fulcio.ts', 'no-restricted-properties', `export const { env } = process`],
  ['src/sign.ts', 'no-restricted-properties', 'process.exit(0)'],
  ['src/adapters/sigstore/fulcio.ts', 'no-restricted-properties', 'process.exitCode = 0'],
  ['src/adapters/terminal/run-command.ts', 'no-restricted-properties', 'process.exit(0)'],
  ['src/verify-cli.ts', 'no-restricted-properties', 'export const { env } = process'],
  ['src/core/bundle/policy.ts', '@typescript-eslint/no-non-null-assertion', `export const name = 'a'.at(0)!`],
  [
    'src/core/bundle/policy.ts',
    '@typescript-eslint/no-explicit-any',
    'export const parse = (text: any): string => String(text)',
  ],
  ['src/core/bundle/policy.ts', '@typescript-eslint/explicit-module-boundary-types', 'export const one = () => 1'],
  ['src/core/bundle/policy.ts', 'max-lines', 'export const line = 1\n'.repeat(201)],
  ['__tests__/core/policy.test.ts', 'no-restricted-syntax', `it.skip('holds', () => undefined)`],
]

const { floors } = (await import(pathToFileURL(path.join(cwd, 'eslint.config.mjs')).href)) as {
  readonly floors: readonly (readonly string[])[]
}
const rooms = floors.flatMap((names, floor) => names.map((name) => ({ name, floor })))
const wrongWays = rooms.flatMap((from) =>
  rooms.filter((to) => to.name !== from.name && to.floor <= from.floor).map((to) => [from.name, to.name] as const),
)

describe('the order of the rooms', () => {
  it('names every folder of src/core, and no other', () => {
    const folders = readdirSync(path.join(cwd, 'src/core'), { withFileTypes: true }).filter((one) => one.isDirectory())
    expect(rooms.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort())
  })

  it.each(wrongWays)('refuses in %s an import from %s, above it or beside it', async (from, to) => {
    expect(await brokenRules(`src/core/${from}/a.ts`, `export { b } from '../${to}/b.ts'`)).toEqual([
      'no-restricted-imports',
    ])
  })
})

/** The files of a tree by folder, with their lines. */
type Tree = Readonly<Record<string, Readonly<Record<string, number>>>>

function treeBelow(root: string): Tree {
  const folders: Record<string, Record<string, number>> = {}
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const folder = path.relative(cwd, entry.parentPath).replaceAll(path.sep, '/')
    const lines = readFileSync(path.join(entry.parentPath, entry.name), 'utf8').trimEnd().split('\n').length
    folders[folder] = { ...folders[folder], [entry.name]: lines }
  }
  return folders
}

/** What of a tree is larger than a stranger takes in at a glance. */
function tooLarge(tree: Tree): readonly string[] {
  return Object.entries(tree).flatMap(([folder, files]) => [
    ...(Object.keys(files).length > (folder === 'src/core' ? 4 : 14) ? [folder] : []),
    ...Object.entries(files).flatMap(([name, lines]) => (lines > 200 ? [`${folder}/${name}`] : [])),
  ])
}

describe('the size of the house', () => {
  const tree = treeBelow(path.join(cwd, 'src'))
  const files = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.ts`, 9]))

  it('is at most 14 files a folder, 4 in src/core itself, and 200 lines a file', () => {
    expect(Object.keys(tree)).toEqual(expect.arrayContaining(['src', 'src/core', 'src/core/bundle', 'src/adapters']))
    expect(tooLarge(tree)).toEqual([])
  })

  it.each([
    ['src/core', { 'src/core': files(5) }],
    ['src/core/bundle', { 'src/core/bundle': files(15) }],
    ['src/adapters/long.ts', { 'src/adapters': { 'long.ts': 201, 'short.ts': 200 } }],
  ])('is told where %s is over it', (place, added) => {
    expect(tooLarge({ ...tree, ...added })).toEqual([place])
  })
})

describe('the walls between the rooms', () => {
  it.each(refusedImports)('refuse in %s: %s', async (file, code) => {
    expect(await brokenRules(file, code)).toEqual(['no-restricted-imports'])
  })

  it.each(refusedByOtherRules)('refuse in %s by %s', async (file, rule, code) => {
    expect(await brokenRules(file, code)).toContain(rule)
  })

  it.each([
    ['src/core/bundle/policy.ts', `export { createHash } from 'node:crypto'`],
    ['src/core/bundle/policy.ts', `export { p256 } from '@noble/curves/nist.js'`],
    ['src/core/bundle/policy.ts', `export { display } from '../shared/display.ts'`],
    ['src/core/bundle/policy.ts', `export { soleIdentity } from './certificate.ts'`],
    ['src/core/bundle/policy.ts', `export type { Policy } from '../types.ts'`],
    ['src/core/run-sign.ts', `export { display } from './shared/display.ts'`],
    ['src/adapters/sigstore/fulcio.ts', `export { networkError } from '../network-error.ts'`],
    ['src/adapters/sigstore/fulcio.ts', `export { display } from '../../core/shared/display.ts'`],
    ['src/adapters/sigstore/fulcio.ts', `export { FulcioSigner } from '@sigstore/sign'`],
    ['src/adapters/sigstore/fulcio.ts', `export const engine = import('@sigstore/sign')`],
    ['src/adapters/runner/toolkit.ts', `export { summary } from '../../../node_modules/@actions/core/lib/summary.js'`],
    [
      'src/adapters/artifact/find-artifact.ts',
      `export { isGhes } from '../../../node_modules/@actions/artifact/lib/internal/shared/config.js'`,
    ],
    ['src/adapters/runner/runner.ts', `export const token = process.env['GITHUB_SHA']`],
    ['src/adapters/terminal/terminal.ts', `export const term = process.env['TERM']`],
    ['src/sign.ts', `process.exitCode = 1\nexport { display } from './core/display.ts'`],
  ])('let pass in %s: %s', async (file, code) => {
    expect(await brokenRules(file, code)).toEqual([])
  })

  it.each([
    'src/sign.ts',
    'sandbox/main.ts',
    'scripts/build.ts',
    '__tests__/core/a.test.ts',
    'lab/main.ts',
    'bench/run.ts',
    'lab/conformance/main.ts',
  ])('refuse floating promises and any in %s', async (file) => {
    // These rules need types, which a snippet has not: this asks the configuration itself.
    const configuration = (await strict.calculateConfigForFile(file)) as { rules: Record<string, unknown[]> }
    expect(configuration.rules['@typescript-eslint/no-floating-promises']?.[0]).toBe(2)
    expect(configuration.rules['@typescript-eslint/no-unsafe-assignment']?.[0]).toBe(2)
  })

  it('cannot be switched off in a file', async () => {
    const code = `/* eslint-disable no-restricted-imports */\nexport { info } from '@actions/core'`
    expect(await brokenRules('src/core/bundle/policy.ts', code)).toContain('no-restricted-imports')
  })
})
