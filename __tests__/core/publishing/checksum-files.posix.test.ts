/* Shows what checksum files hold, and which that are there already are kept. */
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { refuseUnlessPlain, withChecksums } from '../../../src/core/publishing/checksum-files.ts'
import { prepareOutputs } from '../../../src/core/publishing/output-plan.ts'
import { sha256Of } from '../../../src/core/shared/encoding.ts'
import { writeFiles } from '../../support/builders.ts'
import { newDirectory, newWorkspace } from '../../support/workspace.ts'
import type { Subject, WantedChecksums } from '../../../src/core/types.ts'

const each: WantedChecksums = { kind: 'each' }
const list: WantedChecksums = { kind: 'list', name: 'SUMS' }
const sha256 = sha256Of(Buffer.from('image'))

function made(workspace: string, names: readonly string[], wanted?: WantedChecksums): readonly Subject[] {
  const subjects = names.map((name) => ({ name, path: path.join(workspace, name), sha256, size: 5 }))
  return withChecksums(subjects, prepareOutputs(subjects, workspace, undefined, { made: wanted }).outputs)
}

const texts = (subjects: readonly Subject[]): readonly (string | undefined)[] =>
  subjects.map(({ checksums }) => checksums?.text)

describe('checksum files', () => {
  it('are none where none are wanted', () => {
    expect(texts(made(newWorkspace('x'), ['x']))).toEqual([undefined])
  })

  it('hold one line in the GNU form with the base name, escaped where it has to be', () => {
    const workspace = newWorkspace('dist/x', 'dist/a\\b')
    expect(texts(made(workspace, ['dist/x', 'dist/a\\b'], each))).toEqual([`${sha256}  x\n`, `\\${sha256}  a\\\\b\n`])
  })

  it('are one more subject where one list is wanted', () => {
    const workspace = newWorkspace('dist/x', 'dist/y')
    const [, , sums, ...others] = made(workspace, ['dist/x', 'dist/y'], list)
    const text = `${sha256}  x\n${sha256}  y\n`
    const file = path.join(workspace, 'dist/SUMS')
    expect(sums).toEqual({
      name: 'dist/SUMS',
      path: file,
      sha256: sha256Of(Buffer.from(text)),
      size: text.length,
      checksums: { path: file, text, isThere: false },
    })
    expect(others).toEqual([])
  })

  it.each([
    `${sha256}  x\n`,
    `${sha256} *x`,
    `SHA256 (./x) = ${sha256}\r\n`,
    `# by hand\n${sha256.toUpperCase()}  x\n`,
  ])('that say the same are kept as they are: %j', (text) => {
    const workspace = newWorkspace('x')
    writeFiles(workspace, { 'x.sha256': text })
    const [subject] = made(workspace, ['x'], each)
    expect(subject?.checksums).toMatchObject({ text, isThere: true })
  })

  it.each([
    ['another digest', `${'0'.repeat(64)}  x\n`],
    ['another name', `${sha256}  y\n`],
    ['a directory', `${sha256}  dist/x\n`],
    ['a further file', `${sha256}  x\n${sha256}  y\n`],
    ['nothing', ''],
    ['something else', '-----BEGIN PRIVATE KEY-----\n'],
    ['more than anybody reads', `${sha256}  x\n${'#'.repeat(1024 * 1024)}`],
    ['bytes that are no text', Buffer.concat([Buffer.from(`${sha256}  x\n#`), Buffer.of(0xff)])],
  ])('that are there with %s are refused, and stay', (_, content) => {
    const workspace = newWorkspace('x')
    const [file = ''] = writeFiles(workspace, { 'x.sha256': content })
    const before = readFileSync(file)
    expect(() => made(workspace, ['x'], each)).toThrow(expect.objectContaining({ code: 'E_OUTPUT_PATH' }))
    // Byte by byte, as toEqual does it, a megabyte takes seconds.
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('that are there for some files of a list only, with a stranger for the rest, are refused', () => {
    const workspace = newWorkspace('x', 'y')
    writeFiles(workspace, { SUMS: `${sha256}  x\n${sha256}  z\n` })
    expect(() => made(workspace, ['x', 'y'], list)).toThrow(expect.objectContaining({ code: 'E_OUTPUT_PATH' }))
  })

  it('that are there for all files of a list, in another order, are kept', () => {
    const workspace = newWorkspace('x', 'y')
    const text = `${sha256}  y\n${sha256}  x\n`
    writeFiles(workspace, { SUMS: text })
    const sums = made(workspace, ['x', 'y'], list).at(-1)
    expect(sums).toMatchObject({ sha256: sha256Of(Buffer.from(text)), checksums: { text, isThere: true } })
  })

  it('are not taken for missing where what came since the plan cannot be read', () => {
    const workspace = newWorkspace('x')
    const subjects = [{ name: 'x', path: path.join(workspace, 'x'), sha256, size: 5 }]
    const { outputs } = prepareOutputs(subjects, workspace, undefined, { made: each })
    mkdirSync(path.join(workspace, 'x.sha256'))
    expect(() => withChecksums(subjects, outputs)).toThrow(expect.objectContaining({ code: 'E_FILE_TYPE' }))
  })

  it('may not take the place of a link or a directory', () => {
    const workspace = newDirectory()
    symlinkSync('/nowhere', path.join(workspace, 'link'))
    mkdirSync(path.join(workspace, 'directory'))
    for (const name of ['link', 'directory']) {
      const refused = expect.objectContaining({ code: 'E_OUTPUT_PATH' }) as unknown as Error
      expect(() => refuseUnlessPlain(path.join(workspace, name), name)).toThrow(refused)
    }
    refuseUnlessPlain(path.join(workspace, 'none'), 'none')
  })
})
