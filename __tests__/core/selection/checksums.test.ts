/* Shows where the names of the `checksums` input lead, and how files are compared with their lines. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  assertListedDigest,
  matchFiles,
  readChecksums,
  subjectsByDigest,
} from '../../../src/core/selection/checksums.ts'
import { isSha256 } from '../../../src/core/shared/encoding.ts'
import { newDirectory, newWorkspace } from '../../support/workspace.ts'
import type { Subject } from '../../../src/core/types.ts'

const A = 'a'.repeat(64)
const B = 'b'.repeat(64)

function subject(file: string, sha256: string): Subject {
  if (!isSha256(sha256)) throw new Error(`${sha256} is no digest`)
  return { name: 'x.iso', sha256, size: 1, path: file }
}

describe('readChecksums', () => {
  it('takes names in a file as relative to that file', async () => {
    const workspace = newWorkspace('dist/x.iso')
    writeFileSync(path.join(workspace, 'dist/SHA256SUMS'), `${A}  x.iso\n${B}  sub/y.iso\n`)
    expect(await readChecksums('dist/SHA256SUMS', workspace)).toEqual({
      directory: path.join(workspace, 'dist'),
      entries: [
        { name: 'dist/x.iso', path: path.join(workspace, 'dist/x.iso'), sha256: A },
        { name: 'dist/sub/y.iso', path: path.join(workspace, 'dist/sub/y.iso'), sha256: B },
      ],
    })
  })

  it('takes names in a file outside the workspace as absolute paths', async () => {
    const elsewhere = newDirectory()
    writeFileSync(path.join(elsewhere, 'sums'), `${A}  x.iso`)
    const { entries } = await readChecksums(path.join(elsewhere, 'sums'), newDirectory())
    expect(entries).toMatchObject([{ name: `${elsewhere}/x.iso`, path: `${elsewhere}/x.iso` }])
  })

  it.each([`${A}  x.iso`, `${A}  x.iso\r\n${B}  y.iso\r\n`, `# built by 7\n${A} *x.iso`])(
    'takes %j as the lines themselves, relative to the workspace',
    async (input) => {
      const workspace = newDirectory()
      const { directory, entries } = await readChecksums(input, workspace)
      expect(directory).toBe(workspace)
      expect(entries[0]).toEqual({ name: 'x.iso', path: path.join(workspace, 'x.iso'), sha256: A })
    },
  )

  it('says what the input takes when it is the path of no file', async () => {
    await expect(readChecksums('SHA256SUM', newDirectory())).rejects.toMatchObject({
      code: 'E_INPUT_CHECKSUMS',
      message: "No such checksum file: 'SHA256SUM'",
      fix: expect.stringContaining('path of a SHA256SUMS file, or its lines'),
    })
  })

  it('takes one inline line with a short digest for a line, not for a path', async () => {
    await expect(readChecksums(`${A.slice(1)}  x.iso`, newDirectory())).rejects.toMatchObject({
      code: 'E_INPUT_CHECKSUMS',
      message: expect.stringContaining('Line 1 of the checksums has a digest of 63 hex digits'),
    })
  })

  it('reads names as the given platform does', async () => {
    const lines = `${A}  d/x.iso\n${A}  d\\x.iso`
    expect((await readChecksums(lines, '/w', 'linux')).entries).toHaveLength(2)
    await expect(readChecksums(lines, '/w', 'win32')).rejects.toMatchObject({ code: 'E_INPUT_CHECKSUMS' })
  })

  it('refuses a directory', async () => {
    const workspace = newDirectory()
    mkdirSync(path.join(workspace, 'sums'))
    await expect(readChecksums('sums', workspace)).rejects.toMatchObject({ code: 'E_FILE_TYPE' })
  })

  it('refuses a file that is far too large to be a checksum file', async () => {
    const workspace = newDirectory()
    writeFileSync(path.join(workspace, 'x.iso'), Buffer.alloc(16 * 1024 * 1024 + 1))
    await expect(readChecksums('x.iso', workspace)).rejects.toMatchObject({
      code: 'E_INPUT_CHECKSUMS',
      message: expect.stringContaining('too large'),
    })
  })
})

/** Matches files, by their names below /w, with inline lines, and returns the digests by those names. */
async function matched(lines: string, ...names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const listed = matchFiles(
    await readChecksums(lines, '/w'),
    names.map((name) => ({ name, path: path.resolve('/w', name) })),
  )
  return Object.fromEntries(names.map((name) => [name, listed.get(path.resolve('/w', name)) ?? '']))
}

describe('comparing with files', () => {
  it('takes the line of the very path, also where two files share a base name', async () => {
    const digests = await matched(`${B}  dir/x.iso\n${A}  x.iso`, 'x.iso', 'dir/x.iso')
    expect(digests).toEqual({ 'x.iso': A, 'dir/x.iso': B })
  })

  it('takes the line of the base name, wherever the file lies', async () => {
    expect(await matched(`${A}  x.iso\n${B}  y.iso`, 'result/iso/x.iso')).toEqual({ 'result/iso/x.iso': A })
    expect(await matched(`${A}  build/x.iso`, '/store/x.iso')).toEqual({ '/store/x.iso': A })
  })

  it('takes lines of one base name that agree', async () => {
    expect(await matched(`${A}  a/x.iso\n${A}  b/x.iso`, 'x.iso')).toEqual({ 'x.iso': A })
  })

  it.each([
    ['several lines', `${A}  a/x.iso\n${B}  b/x.iso`, ['x.iso']],
    ['another file', `${A}  x.iso`, ['a/x.iso', 'b/x.iso']],
  ])('refuses a base name that %s may be meant by', async (why, lines, names) => {
    await expect(matched(lines, ...names)).rejects.toMatchObject({
      code: 'E_INPUT_CHECKSUMS',
      message: expect.stringContaining(why),
      fix: expect.stringContaining('as paths from'),
    })
  })

  it('lends the line of one file to no other', async () => {
    await expect(matched(`${A}  x.iso`, 'x.iso', 'dir/x.iso')).rejects.toMatchObject({
      code: 'E_INPUT_CHECKSUMS',
      message: "Input 'checksums' has no line for 'dir/x.iso'",
    })
  })

  it('names the files that have no line, and does not mind further lines', async () => {
    await expect(matched(`${A}  x.iso\n${B}  y.iso`, 'x.iso', 'z.iso')).rejects.toMatchObject({
      code: 'E_INPUT_CHECKSUMS',
      message: "Input 'checksums' has no line for 'z.iso'",
      fix: expect.stringContaining('base name'),
    })
  })

  it('accepts the file whose digest is listed, and no other', async () => {
    const listed = matchFiles(await readChecksums(`${A}  x.iso`, '/w'), [{ name: 'x.iso', path: '/w/x.iso' }])
    expect(() => assertListedDigest(listed, subject('/w/x.iso', A))).not.toThrow()
    expect(() => assertListedDigest(listed, subject('/w/x.iso', B))).toThrow(
      expect.objectContaining({
        code: 'E_DIGEST_MISMATCH',
        message: `'x.iso': digest mismatch: expected ${A}, got ${B}`,
      }),
    )
  })
})

describe('subjectsByDigest', () => {
  it('gives every line without size and path', async () => {
    expect(subjectsByDigest(await readChecksums(`${A}  x.iso`, '/w'))).toEqual([{ name: 'x.iso', sha256: A }])
  })

  it('refuses more lines than a run may sign', async () => {
    const lines = Array.from({ length: 1025 }, (_, index) => `${A}  ${index}.iso`).join('\n')
    const checksums = await readChecksums(lines, '/w')
    expect(() => subjectsByDigest(checksums)).toThrow(
      expect.objectContaining({ code: 'E_INPUT_CHECKSUMS', message: expect.stringContaining('the limit is 1024') }),
    )
  })
})
