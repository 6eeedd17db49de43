/* Shows that bytes come with a digest only where they are few and have it, and that nothing else comes of looking for them. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { withContent } from '../../../src/core/files/small-content.ts'
import { newDirectory } from '../../support/workspace.ts'
import type { DigestAlgorithm, MessageDigest } from '../../../src/core/types.ts'

const MEBIBYTE = 1024 * 1024
const limits = {}

function digestOf(content: string | Buffer, algorithm: DigestAlgorithm = 'sha256'): MessageDigest {
  return { algorithm, hex: createHash(algorithm).update(content).digest('hex') }
}

function fileOf(content: string | Buffer): { readonly name: string; readonly path: string; readonly size: number } {
  const file = path.join(newDirectory(), 'x.iso')
  writeFileSync(file, content)
  return { name: 'x.iso', path: file, size: Buffer.byteLength(content) }
}

it.each(['sha256', 'sha384', 'sha512'] as const)(
  'gives the bytes of a file that has the digest by %s',
  async (algorithm) => {
    const digest = digestOf('an image', algorithm)
    const message = await withContent(fileOf('an image'), digest, limits)
    expect(message).toEqual({ ...digest, content: Buffer.from('an image') })
  },
)

it('gives the bytes of 1 MiB, and of nothing larger', async () => {
  const largest = Buffer.alloc(MEBIBYTE, 'x')
  expect((await withContent(fileOf(largest), digestOf(largest), limits)).content?.length).toBe(MEBIBYTE)
  const larger = Buffer.alloc(MEBIBYTE + 1, 'x')
  expect(await withContent(fileOf(larger), digestOf(larger), limits)).toEqual(digestOf(larger))
})

it('gives the bytes that were hashed of a file that has grown behind them', async () => {
  const { path: file, size } = fileOf('an image')
  writeFileSync(file, ' and more', { flag: 'a' })
  const { content } = await withContent({ name: 'x.iso', path: file, size }, digestOf('an image'), limits)
  expect(content).toEqual(Buffer.from('an image'))
})

describe('gives the digest alone', () => {
  const digest = digestOf('an image')
  const changes: Readonly<Record<string, (file: string) => void>> = {
    'of a file with other bytes': (file) => writeFileSync(file, 'an imagE'),
    'of a file that has become shorter': (file) => truncateSync(file, 3),
    'of a file that is gone': (file) => rmSync(file),
    'where there is a directory now': (file) => {
      rmSync(file)
      symlinkSync('.', file)
    },
    'where there is a FIFO now, for which nobody waits': (file) => {
      rmSync(file)
      execFileSync('mkfifo', [file])
    },
  }
  it.each(Object.entries(changes))('%s', async (_, change) => {
    const file = fileOf('an image')
    change(file.path)
    expect(await withContent(file, digest, limits)).toEqual(digest)
  })

  it('to a run that has ended', async () => {
    expect(await withContent(fileOf('an image'), digest, { signal: AbortSignal.abort() })).toEqual(digest)
  })

  it('of what this job did not read', async () => {
    expect(await withContent({ name: 'x.iso' }, digest, limits)).toEqual(digest)
    expect(await withContent({ name: 'x.iso', path: fileOf('an image').path }, digest, limits)).toEqual(digest)
  })
})

it('ends a run whose disk hangs, for what reads there would keep it from its end', async () => {
  const hanging = new Promise<never>(() => undefined)
  const reading = withContent(fileOf('an image'), digestOf('an image'), { stallAfter: 10 }, () => hanging)
  await expect(reading).rejects.toMatchObject({ code: 'E_FILE_STALLED', message: expect.stringContaining("'x.iso'") })
})

it('gives the digest alone to a run that ends while its disk hangs', async () => {
  const run = new AbortController()
  const digest = digestOf('an image')
  const reading = withContent(fileOf('an image'), digest, { signal: run.signal }, () => {
    run.abort(new Error('cancelled'))
    return new Promise<never>(() => undefined)
  })
  expect(await reading).toEqual(digest)
})
