/* Shows that checksum files are written with the signatures, and that one that is there already is never written again. */
import { readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { everyFile, writeOutputs, writeSubjects } from '../../../src/core/publishing/output-files.ts'
import { prepareOutputs } from '../../../src/core/publishing/output-plan.ts'
import { olderFiles } from '../../support/older-files.ts'
import { newLog } from '../../support/recording-log.ts'
import { aSubject, signatureFilesAt } from '../../support/signing.ts'
import { newDirectory } from '../../support/workspace.ts'
import type { ChecksumFile, WrittenSubject } from '../../../src/core/types.ts'

const older = await olderFiles('x')
const suffixes = ['.pem', '.sha256', '.sig', '.sigstore.json']
const textsIn = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]))

/** Writes the files of one subject each, with the checksum files that were decided on for it. */
function written(workspace: string, checksums: Readonly<Record<string, ChecksumFile>>, log = newLog()) {
  const names = Object.keys(checksums)
  const places = names.map((name) => ({ name, path: path.join(workspace, name) }))
  const { outputs } = prepareOutputs(places, workspace, undefined, { made: { kind: 'each' } })
  const signed = Object.entries(checksums).map(([name, decided]) => aSubject(name, { checksums: decided }))
  return writeSubjects(signed, outputs, log)
}

const checksumsOf = (workspace: string, name: string, isThere: boolean): ChecksumFile => ({
  path: path.join(workspace, `${name}.sha256`),
  text: `checksum of ${name}`,
  isThere,
})

const namesOf = (subject: WrittenSubject | undefined): readonly string[] =>
  subject === undefined ? [] : everyFile(subject.files).map((file) => path.basename(file.path))

describe('a new checksum file', () => {
  it('is written beside the signatures, for everybody to read', () => {
    const workspace = newDirectory()
    written(workspace, { x: checksumsOf(workspace, 'x', false) })
    expect(readdirSync(workspace).toSorted()).toEqual(suffixes.map((suffix) => `x${suffix}`))
    expect(textsIn(workspace)['x.sha256']).toBe('checksum of x')
    expect(statSync(path.join(workspace, 'x.sha256')).mode & 0o777).toBe(0o644)
  })

  it('is one of the files to publish', () => {
    const workspace = newDirectory()
    const [subject] = written(workspace, { x: checksumsOf(workspace, 'x', false) })
    expect(subject?.files.checksums?.path).toBe(path.join(workspace, 'x.sha256'))
    expect(subject?.files.checksums?.text()).toBe('checksum of x')
    expect(namesOf(subject)).toEqual(['x.sig', 'x.pem', 'x.sigstore.json', 'x.sha256'])
  })

  it('takes the place of nothing that came since it was looked for, and then no signature is written', () => {
    const workspace = newDirectory()
    writeFileSync(path.join(workspace, 'x.sha256'), 'of others')
    expect(() => written(workspace, { x: checksumsOf(workspace, 'x', false) })).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_PATH' }),
    )
    expect(textsIn(workspace)).toEqual({ 'x.sha256': 'of others' })
  })
})

describe('a checksum file that is there already', () => {
  it('stays the very file that it was, while all signatures beside it are written', () => {
    const workspace = newDirectory()
    const file = path.join(workspace, 'x.sha256')
    writeFileSync(file, 'checksum of x', { mode: 0o600 })
    const before = statSync(file, { bigint: true })
    written(workspace, { x: checksumsOf(workspace, 'x', true), y: checksumsOf(workspace, 'y', false) })
    expect(readdirSync(workspace).toSorted()).toEqual(
      ['x', 'y'].flatMap((name) => suffixes.map((suffix) => name + suffix)),
    )
    const { ino, mode, mtimeNs } = statSync(file, { bigint: true })
    expect({ ino, mode, mtimeNs }).toEqual({ ino: before.ino, mode: before.mode, mtimeNs: before.mtimeNs })
  })

  it('is not said to be replaced where the signatures are', () => {
    const workspace = newDirectory()
    const log = newLog()
    for (const [name, text] of Object.entries(older)) writeFileSync(path.join(workspace, name), text)
    writeFileSync(path.join(workspace, 'x.sha256'), 'checksum of x')
    written(workspace, { x: checksumsOf(workspace, 'x', true) }, log)
    expect(log.infos).toEqual(["Older files have been replaced: 'x.sig', 'x.pem', 'x.sigstore.json'"])
  })

  it('is still one of the files to publish', () => {
    const workspace = newDirectory()
    writeFileSync(path.join(workspace, 'x.sha256'), 'checksum of x')
    const [subject] = written(workspace, { x: checksumsOf(workspace, 'x', true) })
    expect(namesOf(subject)).toEqual(['x.sig', 'x.pem', 'x.sigstore.json', 'x.sha256'])
  })
})

describe('a checksum file that is kept', () => {
  it.each([
    [
      'says something else by now',
      (file: string) => {
        writeFileSync(file, 'of others')
      },
      'E_FILE_CHANGED',
    ],
    [
      'has made room for a link to one that says the same',
      (file: string) => {
        renameSync(file, `${file}.real`)
        symlinkSync(`${file}.real`, file)
      },
      'E_OUTPUT_PATH',
    ],
  ])('and %s takes all signatures back', (_, change, code) => {
    const workspace = newDirectory()
    const file = path.join(workspace, 'x.sha256')
    writeFileSync(file, 'checksum of x')
    change(file)
    const before = textsIn(workspace)
    const signature = { path: path.join(workspace, 'x.sig'), text: () => 'newer' }
    expect(() => {
      writeOutputs([signature], newLog(), [{ path: file, text: () => 'checksum of x' }])
    }).toThrow(expect.objectContaining({ code }))
    expect(textsIn(workspace)).toEqual(before)
  })
})

it('a subject without a checksum file has three files, and no fourth that is undefined', () => {
  expect(everyFile(signatureFilesAt('/w/x')).map((file) => file.path)).toEqual([
    '/w/x.sig',
    '/w/x.pem',
    '/w/x.sigstore.json',
  ])
})
