/* Shows that the gate's first step lets this project's lockfile pass, and nothing that comes from elsewhere than the registry. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'

const script = path.resolve(import.meta.dirname, '../../scripts/lockfile.mjs')
const integrity = `sha512-${Buffer.alloc(64, 'x').toString('base64')}`
const good = { version: '1.2.3', integrity, license: 'MIT', dependencies: { b: '^1.0.0', c: 'npm:@scope/d@>=2 <3' } }

interface Checked {
  readonly status: number | null
  readonly errors: string
}

function check(...files: readonly string[]): Checked {
  const { status, stderr } = spawnSync(process.execPath, [script, ...files], { encoding: 'utf8' })
  return { status, errors: stderr }
}

function checkLock(lock: unknown): Checked {
  return check(...writeFiles(temporaryDirectory(), { 'package-lock.json': JSON.stringify(lock) }))
}

function checkEntry(name: string, entry: Readonly<Record<string, unknown>>): Checked {
  return checkLock({ lockfileVersion: 3, packages: { '': {}, [name]: entry } })
}

describe('the lockfile', () => {
  it('of this project is in order', () => {
    expect(check()).toEqual({ status: 0, errors: '' })
  })

  it('may hold packages of the registry, also under another name', () => {
    expect(checkEntry('node_modules/a/node_modules/@scope/b', { ...good, name: '@scope/d' })).toEqual({
      status: 0,
      errors: '',
    })
  })

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['is fetched from git+ssh://', { ...good, resolved: 'git+ssh://git@example.com/a.git#0123456' }],
    ['is fetched from https://', { ...good, resolved: 'https://example.com/a-1.2.3.tgz' }],
    ['is fetched from file:', { ...good, resolved: 'file:a-1.2.3.tgz' }],
    ['is a folder of this machine', { ...good, link: true }],
    ['comes inside another package', { ...good, inBundle: true }],
    ['has the version undefined', { ...good, version: undefined }],
    ['is not fixed', { ...good, integrity: undefined }],
    ['is not fixed', { ...good, integrity: `sha1-${Buffer.alloc(20).toString('base64')}` }],
    ['is not fixed', { ...good, integrity: `${integrity} sha1-${Buffer.alloc(20).toString('base64')}` }],
    ['needs b from git+https://', { ...good, dependencies: { b: 'git+https://example.com/b.git' } }],
    ['needs b from https://', { ...good, optionalDependencies: { b: 'https://example.com/b.tgz' } }],
    ['needs b from file:', { ...good, peerDependencies: { b: 'file:../b' } }],
    ['needs b from somebody/b', { ...good, dependencies: { b: 'somebody/b' } }],
  ])('may hold no package that %s', (problem, entry) => {
    const { status, errors } = checkEntry('node_modules/a', entry)
    expect(errors).toContain(`package-lock.json: node_modules/a ${problem}`)
    expect(status).toBe(1)
  })

  it('may hold no folder beside node_modules', () => {
    expect(checkEntry('packages/a', good)).toMatchObject({ status: 1 })
  })

  it('counts what the project itself asks for', () => {
    const project = { devDependencies: { b: 'github:somebody/b' } }
    const { status, errors } = checkLock({ lockfileVersion: 3, packages: { '': project, 'node_modules/a': good } })
    expect(errors).toContain('package-lock.json: . needs b from github:somebody/b')
    expect(status).toBe(1)
  })

  it.each([
    {},
    { lockfileVersion: 3, packages: {} },
    { lockfileVersion: 3, packages: { '': {} } },
    { lockfileVersion: 1 },
  ])('is not taken for one when it is %j', (lock) => {
    expect(checkLock(lock).status).toBe(1)
  })
})
