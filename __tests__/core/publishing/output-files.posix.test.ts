/* Shows that signature files are written whole, all or none, and never through a link. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { writeError } from '../../../src/core/files/file-error.ts'
import { writeOutputs } from '../../../src/core/publishing/output-files.ts'
import { callUnprivileged } from '../../support/child.ts'
import { newLog } from '../../support/recording-log.ts'
import { newDirectory } from '../../support/workspace.ts'
import type { WrittenFile } from '../../../src/core/types.ts'

function item(directory: string, name: string, bundle = '{"é":1}'): readonly WrittenFile[] {
  const file = path.join(directory, name)
  return [
    { path: `${file}.sig`, text: 'MEUC' },
    { path: `${file}.pem`, text: '-----BEGIN CERTIFICATE-----\n' },
    { path: `${file}.sigstore.json`, text: bundle },
  ]
}

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
    writeOutputs([...item(directory, 'x.iso'), ...item(directory, 'y.iso')], newLog())
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

  it('replaces an older regular file with a log line', () => {
    const directory = newDirectory()
    const log = newLog()
    writeFileSync(path.join(directory, 'x.iso.sig'), 'of an earlier build', { mode: 0o600 })
    writeOutputs(item(directory, 'x.iso'), log)
    expect(readFileSync(path.join(directory, 'x.iso.sig'), 'utf8')).toBe('MEUC')
    expect(statSync(path.join(directory, 'x.iso.sig')).mode & 0o777).toBe(0o644)
    expect([log.infos, log.notices]).toEqual([[expect.stringContaining('x.iso.sig')], []])
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

it('writeError says that there is no space left', () => {
  const failure = Object.assign(new Error('write'), { code: 'ENOSPC', errno: -constants.errno.ENOSPC })
  expect(writeError('E_OUTPUT_WRITE', failure, 'x.iso.sig')).toMatchObject({
    code: 'E_OUTPUT_WRITE',
    message: "cannot write 'x.iso.sig': no space left on device (ENOSPC)",
  })
})
