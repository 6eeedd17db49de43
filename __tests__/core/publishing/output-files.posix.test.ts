/* Shows that signature files are written whole, all or none, and never through a link. */
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { writeError } from '../../../src/core/files/file-error.ts'
import { writeOutputs } from '../../../src/core/publishing/output-files.ts'
import { writeFiles } from '../../support/builders.ts'
import { callUnprivileged } from '../../support/child.ts'
import { fatalRename, refusedRename } from '../../support/faults.ts'
import { olderFiles } from '../../support/older-files.ts'
import { newLog } from '../../support/recording-log.ts'
import { newDirectory } from '../../support/workspace.ts'
import type { WrittenFile } from '../../../src/core/types.ts'

function item(directory: string, name: string, bundle = '{"é":1}'): readonly WrittenFile[] {
  const file = path.join(directory, name)
  return [
    { path: `${file}.sig`, text: () => 'MEUC' },
    { path: `${file}.pem`, text: () => '-----BEGIN CERTIFICATE-----\n' },
    { path: `${file}.sigstore.json`, text: () => bundle },
  ]
}

const older = await olderFiles('x.iso')

const texts = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]))

const childWrites = (directory: string, items: readonly WrittenFile[], before: string) => {
  // The child may not be root, and then has to be allowed to write here.
  chmodSync(directory, 0o777)
  return callUnprivileged({
    module: 'src/core/publishing/output-files.ts',
    call: 'writeOutputs',
    input: [items, 'LOG'],
    before,
  })
}

describe('writeOutputs', () => {
  it('writes the three texts of each subject, byte for byte', () => {
    const directory = newDirectory()
    const log = newLog()
    writeOutputs([...item(directory, 'x.iso'), ...item(directory, 'y.iso')], log)
    expect(log.infos).toEqual([])
    expect(readdirSync(directory).toSorted()).toEqual(
      ['x.iso', 'y.iso'].flatMap((name) => [`${name}.pem`, `${name}.sig`, `${name}.sigstore.json`]),
    )
    expect(readFileSync(path.join(directory, 'x.iso.sig'), 'utf8')).toBe('MEUC')
    expect(readFileSync(path.join(directory, 'x.iso.pem'), 'utf8')).toBe('-----BEGIN CERTIFICATE-----\n')
    expect(readFileSync(path.join(directory, 'y.iso.sigstore.json'), 'utf8')).toBe('{"é":1}')
  })

  it('gives every file mode 0644 under a strict umask', () => {
    const directory = newDirectory()
    expect(childWrites(directory, item(directory, 'x.iso'), 'umask 077')).toBeNull()
    const modes = readdirSync(directory).map((name) => statSync(path.join(directory, name)).mode & 0o777)
    expect(modes).toEqual([0o644, 0o644, 0o644])
  })

  it('replaces older files of our form, and says so afterwards', () => {
    const directory = newDirectory()
    const log = newLog()
    writeFiles(directory, older)
    chmodSync(path.join(directory, 'x.iso.sig'), 0o600)
    writeOutputs(item(directory, 'x.iso'), log)
    expect(readdirSync(directory).toSorted()).toEqual(Object.keys(older).toSorted())
    expect(readFileSync(path.join(directory, 'x.iso.sig'), 'utf8')).toBe('MEUC')
    expect(statSync(path.join(directory, 'x.iso.sig')).mode & 0o777).toBe(0o644)
    const names = Object.keys(older).map((name) => `'${name}'`)
    expect(log.infos).toEqual([`Older files have been replaced: ${names.join(', ')}`])
  })

  it('refuses a file of another form that appeared at the last moment', () => {
    const directory = newDirectory()
    const log = newLog()
    writeFiles(directory, { ...older, 'x.iso.pem': 'precious' })
    expect(() => writeOutputs(item(directory, 'x.iso'), log)).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_PATH' }),
    )
    expect(texts(directory)).toEqual({ ...older, 'x.iso.pem': 'precious' })
    expect(log.infos).toEqual([])
  })

  it('refuses a link that appeared at the last moment, leaves its target alone and nothing else behind', () => {
    const directory = newDirectory()
    const target = path.join(newDirectory(), 'target')
    writeFileSync(target, 'precious')
    symlinkSync(target, path.join(directory, 'y.iso.pem'))
    expect(() => writeOutputs([...item(directory, 'x.iso'), ...item(directory, 'y.iso')], newLog())).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_PATH' }),
    )
    expect(readFileSync(target, 'utf8')).toBe('precious')
    expect(readdirSync(directory)).toEqual(['y.iso.pem'])
  })

  it('leaves nothing behind when one directory is gone', () => {
    const directory = newDirectory()
    const items = [...item(directory, 'x.iso'), ...item(path.join(directory, 'gone'), 'y.iso')]
    expect(() => writeOutputs(items, newLog())).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_WRITE', message: expect.stringContaining('cannot write') }),
    )
    expect(readdirSync(directory)).toEqual([])
  })

  it('leaves nothing behind when a file cannot be written to its end', () => {
    const directory = newDirectory()
    mkdirSync(path.join(directory, 'kept'))
    const items = [...item(directory, 'x.iso'), ...item(directory, 'y.iso', 'b'.repeat(100_000))]
    // `ulimit -f` counts 512 bytes; beyond, a write fails as on a full disk.
    expect(childWrites(directory, items, 'ulimit -f 32')).toMatchObject({
      code: 'E_OUTPUT_WRITE',
      message: `cannot write '${directory}/y.iso.sigstore.json': file too large (EFBIG)`,
      fix: expect.stringContaining('output-directory'),
    })
    expect(readdirSync(directory)).toEqual(['kept'])
  })
})

describe('older files that cannot be replaced', () => {
  const suffixes = ['.sig', '.pem', '.sigstore.json']
  // The child is `nobody` where the test is root; else all files are its own.
  const owners = process.getuid?.() === 0 ? { own: 65534, 'of another user': 0 } : { own: process.getuid?.() ?? 0 }
  const rows = Object.entries(owners).flatMap(([whose, owner]) =>
    suffixes.map((suffix) => [whose, suffix, owner] as const),
  )
  it.each(rows)('%s are all as they were when the renaming of %s is refused', (_, suffix, owner) => {
    const directory = newDirectory()
    for (const file of writeFiles(directory, older)) chownSync(file, owner, -1)
    const preload = `export NODE_OPTIONS='--import=${refusedRename(`x.iso${suffix}`)}'`
    expect(childWrites(directory, item(directory, 'x.iso'), preload)).toMatchObject({
      code: 'E_OUTPUT_WRITE',
      message: `cannot write '${directory}/x.iso${suffix}': operation not permitted (EPERM)`,
    })
    expect(texts(directory)).toEqual(older)
  })

  it('lose neither a name nor a byte when the process is killed', () => {
    const directory = newDirectory()
    for (const file of writeFiles(directory, older)) chownSync(file, owners.own, -1)
    const preload = `export NODE_OPTIONS='--import=${fatalRename('x.iso.pem')}'`
    expect(() => childWrites(directory, item(directory, 'x.iso'), preload)).toThrow(
      expect.objectContaining({ signal: 'SIGKILL' }),
    )
    const left = texts(directory)
    expect(left).toMatchObject({ ...older, 'x.iso.sig': 'MEUC' })
    expect(Object.values(left)).toContain(older['x.iso.sig'])
  })

  it('stay the very files that they were, with their owners and times', () => {
    const directory = newDirectory()
    const file = path.join(directory, 'x.iso.sig')
    writeFiles(directory, older)
    const { ino, mtimeNs } = statSync(file, { bigint: true })
    mkdirSync(path.join(directory, 'gone'))
    const items = [...item(directory, 'x.iso'), { path: path.join(directory, 'gone'), text: () => 'in the way' }]
    expect(() => writeOutputs(items, newLog())).toThrow(expect.objectContaining({ code: 'E_OUTPUT_PATH' }))
    expect(statSync(file, { bigint: true })).toMatchObject({ ino, mtimeNs, nlink: 1n })
  })
})

it('writeError says that there is no space left', () => {
  const failure = Object.assign(new Error('write'), { code: 'ENOSPC', errno: -constants.errno.ENOSPC })
  expect(writeError('E_OUTPUT_WRITE', failure, 'x.iso.sig')).toMatchObject({
    code: 'E_OUTPUT_WRITE',
    message: "cannot write 'x.iso.sig': no space left on device (ENOSPC)",
  })
})
