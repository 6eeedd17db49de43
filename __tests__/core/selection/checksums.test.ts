/* Shows where the names of the `checksums` input lead, and how files are compared with their lines. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  assertListedDigest,
  readChecksums,
  refuseUnlisted,
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

describe('comparing with files', () => {
  it('accepts a file whose digest is its line', async () => {
    const checksums = await readChecksums(`${A}  dir/x.iso`, '/w')
    expect(() => assertListedDigest(checksums, subject('/w/dir/x.iso', A))).not.toThrow()
  })

  it('refuses a file whose digest is another than its line', async () => {
    const checksums = await readChecksums(`${A}  x.iso`, '/w')
    expect(() => assertListedDigest(checksums, subject('/w/x.iso', B))).toThrow(
      expect.objectContaining({
        code: 'E_DIGEST_MISMATCH',
        message: `'x.iso': digest mismatch: expected ${A}, got ${B}`,
      }),
    )
  })

  it('refuses a file of the same name in another directory', async () => {
    const checksums = await readChecksums(`${A}  x.iso`, '/w')
    expect(() => assertListedDigest(checksums, subject('/w/dir/x.iso', A))).toThrow(
      expect.objectContaining({ code: 'E_INPUT_CHECKSUMS' }),
    )
  })

  it('takes the line of the very path where two files share a base name', async () => {
    const checksums = await readChecksums(`${B}  dir/x.iso\n${A}  x.iso`, '/w')
    expect(() => assertListedDigest(checksums, subject('/w/x.iso', A))).not.toThrow()
    expect(() => assertListedDigest(checksums, subject('/w/dir/x.iso', B))).not.toThrow()
  })

  it('names the files that have no line, and does not mind further lines', async () => {
    const checksums = await readChecksums(`${A}  x.iso\n${B}  y.iso`, '/w')
    const files = ['x.iso', 'z.iso'].map((name) => ({ name, path: `/w/${name}` }))
    expect(() => refuseUnlisted(checksums, files)).toThrow(
      expect.objectContaining({ code: 'E_INPUT_CHECKSUMS', message: "Input 'checksums' has no line for 'z.iso'" }),
    )
    expect(() => refuseUnlisted(checksums, files.slice(0, 1))).not.toThrow()
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
