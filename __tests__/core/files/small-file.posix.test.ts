/* Shows that reading a small file ends, whatever it is, and that what is told of it is about that file. */
import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, constants, mkdirSync, open, openSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { readSmallFile, readSmallFileSync } from '../../../src/core/files/small-file.ts'
import { callUnprivileged, type ChildFailure } from '../../support/child.ts'
import { newDirectory } from '../../support/workspace.ts'

function readUnprivileged(file: string, name: string): ChildFailure | null {
  return callUnprivileged({ module: 'src/core/files/small-file.ts', call: 'readSmallFile', input: [file, name, 100] })
}

it('tells mode and owner of the file behind the name', () => {
  const directory = newDirectory()
  chmodSync(directory, 0o755)
  const file = path.join(directory, 'root.json')
  writeFileSync(file, '{}', { mode: 0o000 })
  const failure = readUnprivileged(file, 'root.json')
  expect(failure).toMatchObject({ code: 'E_FILE_PERMISSION' })
  expect(failure?.message).toMatch(/'root\.json' \(mode 0000, owner \d+:\d+; /)
})

it('names the directory that bars the way', () => {
  const directory = newDirectory()
  chmodSync(directory, 0o755)
  const barred = path.join(directory, 'barred')
  mkdirSync(barred)
  writeFileSync(path.join(barred, 'root.json'), '{}')
  chmodSync(barred, 0o000)
  const failure = readUnprivileged(path.join(barred, 'root.json'), 'barred/root.json')
  chmodSync(barred, 0o755)
  expect(failure).toMatchObject({ code: 'E_FILE_PERMISSION' })
  expect(failure?.message).toContain(`directory '${barred}' (mode 0000`)
})

function fileOf(text: string): string {
  const file = path.join(newDirectory(), 'root.json')
  writeFileSync(file, text)
  return file
}

function newFifo(): string {
  const fifo = path.join(newDirectory(), 'fifo')
  execFileSync('mkfifo', [fifo])
  return fifo
}

const ways = {
  readSmallFile,
  readSmallFileSync: async (file: string, name: string, mostBytes: number) => readSmallFileSync(file, name, mostBytes),
}

describe.each(Object.entries(ways))('%s', (_, read) => {
  it('returns the text, up to the limit', async () => {
    expect(await read(fileOf('é'), 'root.json', 2)).toBe('é')
    expect(await read(fileOf('é!'), 'root.json', 2)).toBeUndefined()
    expect(await read(fileOf(''), 'root.json', 2)).toBe('')
  })

  it('refuses a FIFO at once, and a directory', async () => {
    await expect(read(newFifo(), 'root.json', 2)).rejects.toMatchObject({
      code: 'E_FILE_TYPE',
      message: "'root.json' is a FIFO, not a regular file",
    })
    await expect(read(newDirectory(), 'root.json', 2)).rejects.toMatchObject({ code: 'E_FILE_TYPE' })
  })

  it('says that there is no file', async () => {
    await expect(read('/no/such/file', 'root.json', 2)).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' })
  })
})

describe('readSmallFile', () => {
  it('gives up on a disk that does not answer', async () => {
    // Every thread of the pool waits for a writer of a FIFO, so that no file can be opened.
    const fifo = newFifo()
    const readers = Array.from({ length: 4 }, () => promisify(open)(fifo, constants.O_RDONLY))
    const reading = readSmallFile(fileOf('{}'), 'root.json', 2, 100)
    const late = new Promise((_, reject) => setTimeout(reject, 1000, new Error('still reading')))
    const outcome = await Promise.race([reading, late]).catch((error: unknown) => error)
    const writer = openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK)
    for (const reader of await Promise.all(readers)) closeSync(reader)
    closeSync(writer)
    expect(outcome).toMatchObject({
      code: 'E_FILE_STALLED',
      message: "'root.json': no byte could be read for 0.1 seconds",
    })
  })
})
