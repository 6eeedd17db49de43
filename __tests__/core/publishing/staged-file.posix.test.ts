/* Shows each step of a file on its way to its place, and that each way back leads to where it was before. */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  place,
  readBack,
  setAside,
  stage,
  stagedFile,
  type StagedFile,
} from '../../../src/core/publishing/staged-file.ts'
import { newDirectory } from '../../support/workspace.ts'

const fileIn = (directory = newDirectory()): StagedFile =>
  stagedFile({ path: path.join(directory, 'x.sig'), text: () => 'newer' })
const textOf = (file: string): string => readFileSync(file, 'utf8')
const writeFailure = expect.objectContaining({ code: 'E_OUTPUT_WRITE' })

describe('staging', () => {
  it('writes beside the target, for everybody to read whatever the umask, and can be taken back', () => {
    const file = fileIn()
    const before = process.umask(0o077)
    const undo = stage(file)
    process.umask(before)
    expect(textOf(file.temporary)).toBe('newer')
    expect(statSync(file.temporary).mode & 0o777).toBe(0o644)
    expect(path.dirname(file.temporary)).toBe(path.dirname(file.target))
    expect(existsSync(file.target)).toBe(false)
    undo()
    undo()
    expect(readdirSync(path.dirname(file.target))).toEqual([])
  })

  it('fails where there is no directory', () => {
    expect(() => stage(fileIn('/nowhere/at/all'))).toThrow(writeFailure)
  })

  it('never writes to what has its name already', () => {
    const file = fileIn()
    mkdirSync(path.join(path.dirname(file.target), 'kept'))
    writeFileSync(file.temporary, 'of others')
    expect(() => stage(file)).toThrow(writeFailure)
    expect(textOf(file.temporary)).toBe('of others')
  })

  it('leaves nothing of its own where the text cannot be written', () => {
    const file = { ...fileIn(), text: () => 0 as unknown as string }
    expect(() => stage(file)).toThrow(writeFailure)
    expect(readdirSync(path.dirname(file.target))).toEqual([])
  })

  it('leaves no descriptor open', () => {
    const file = fileIn()
    // POSIX: the lowest that is free.
    const next = (): number => {
      const descriptor = openSync('/dev/null', 'r')
      closeSync(descriptor)
      return descriptor
    }
    const before = next()
    stage(file)
    expect(next()).toBe(before)
  })
})

describe('setting an older file aside', () => {
  it('gives it a second name, and leaves it where it is', () => {
    const file = fileIn()
    writeFileSync(file.target, 'older')
    const { ino } = statSync(file.target)
    const undo = setAside(file)
    expect([statSync(file.target).ino, statSync(file.older).ino]).toEqual([ino, ino])
    undo()
    undo()
    expect(readdirSync(path.dirname(file.target))).toEqual(['x.sig'])
    expect(textOf(file.target)).toBe('older')
  })

  it('moves it where it can have no second name, and puts it back', () => {
    const file = fileIn()
    writeFileSync(file.target, 'older')
    writeFileSync(file.older, 'in the way of a link')
    const undo = setAside(file)
    expect(existsSync(file.target)).toBe(false)
    expect(textOf(file.older)).toBe('older')
    undo()
    undo()
    expect(textOf(file.target)).toBe('older')
    expect(existsSync(file.older)).toBe(false)
  })

  it('brings it back where a new one that has its place by now was not taken back', () => {
    const file = fileIn()
    writeFileSync(file.target, 'older')
    stage(file)
    const undo = setAside(file)
    place(file)
    undo()
    expect(textOf(file.target)).toBe('older')
    expect(readdirSync(path.dirname(file.target))).toEqual(['x.sig'])
  })

  it('brings it back where it has only its second name by now', () => {
    const file = fileIn()
    writeFileSync(file.target, 'older')
    const undo = setAside(file)
    rmSync(file.target)
    undo()
    expect(textOf(file.target)).toBe('older')
  })

  it('fails where there is none', () => {
    expect(() => setAside(fileIn())).toThrow(writeFailure)
  })
})

describe('placing', () => {
  it('gives the new file its name, and can be taken back', () => {
    const file = fileIn()
    stage(file)
    const undo = place(file)
    expect(readdirSync(path.dirname(file.target))).toEqual(['x.sig'])
    expect(textOf(file.target)).toBe('newer')
    undo()
    undo()
    expect(readdirSync(path.dirname(file.target))).toEqual([])
  })

  it('over an older file brings that back when it is taken back', () => {
    const file = fileIn()
    writeFileSync(file.target, 'older')
    stage(file)
    setAside(file)
    const undo = place(file)
    expect([textOf(file.target), textOf(file.older)]).toEqual(['newer', 'older'])
    undo()
    expect(textOf(file.target)).toBe('older')
    expect(readdirSync(path.dirname(file.target))).toEqual(['x.sig'])
  })

  it('fails where nothing was staged', () => {
    expect(() => place(fileIn())).toThrow(writeFailure)
  })
})

describe('reading back', () => {
  it.each([
    ['the same bytes', 'newer', true],
    ['other bytes', 'older', false],
    ['fewer bytes', 'newe', false],
    ['nothing', '', false],
  ])('%s', (_, text, same) => {
    const file = fileIn()
    writeFileSync(file.target, text)
    if (same) expect(() => readBack(file)).not.toThrow()
    else expect(() => readBack(file)).toThrow(writeFailure)
  })

  it('fails where the file is gone', () => {
    const fix = expect.stringContaining("'output-directory'")
    expect(() => readBack(fileIn())).toThrow(expect.objectContaining({ code: 'E_OUTPUT_WRITE', fix }))
  })
})
