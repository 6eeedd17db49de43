/* Shows by which digest each bundle is judged: that of the file as it was read, or of its line where it is not read. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { inspectFile } from '../../../src/core/files/selected-file.ts'
import { hashPool } from '../../../src/core/hashing/hash-pool.ts'
import type { Selection } from '../../../src/core/selection/select-subjects.ts'
import { digestSubjects } from '../../../src/core/verifying/digest-subjects.ts'
import type { Material } from '../../../src/core/verifying/signature-material.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'
import { newLog } from '../../support/recording-log.ts'
import { branded } from '../../support/signing.ts'
import type { Bundle, DigestAlgorithm, Sha256 } from '../../../src/core/types.ts'

const hex = (content: string, algorithm: DigestAlgorithm = 'sha256'): Sha256 =>
  branded(createHash(algorithm).update(content).digest('hex'))
const material = (name: string, algorithm: DigestAlgorithm = 'sha256'): Material => ({
  bundle: { messageDigest: { algorithm, hex: 'what the bundle says of itself' } } as Bundle,
  bundlePath: `/w/${name}.sigstore.json`,
})

async function selected(listed?: readonly string[]): Promise<Selection & { readonly kind: 'files' }> {
  const workspace = temporaryDirectory()
  const paths = writeFiles(workspace, { one: 'one', two: 'two' })
  const files = await Promise.all(paths.map((file) => inspectFile(file, workspace)))
  const lines = listed && new Map(listed.map((content, index) => [paths[index] ?? '', hex(content)]))
  return { kind: 'files', files, listed: lines }
}

function digested(selection: Selection, materials: readonly Material[], log = newLog()) {
  return digestSubjects(selection, materials, { log, openHashPool: hashPool }, new AbortController().signal)
}

describe('the digest of a file', () => {
  it('is computed from it by the algorithm of its own bundle', async () => {
    const materials = [material('one', 'sha512'), material('two')]
    const subjects = await digested(await selected(), materials)
    expect(subjects.map(({ subject, digest, ...rest }) => [subject.name, digest, rest])).toEqual([
      ['one', { algorithm: 'sha512', hex: hex('one', 'sha512') }, materials[0]],
      ['two', { algorithm: 'sha256', hex: hex('two') }, materials[1]],
    ])
  })

  it('must be that of its line, where the list has one', async () => {
    const materials = [material('one'), material('two')]
    expect(await digested(await selected(['one', 'two']), materials)).toHaveLength(2)
    await expect(digested(await selected(['one', 'another']), materials)).rejects.toMatchObject({
      code: 'E_DIGEST_MISMATCH',
      message: expect.stringContaining("'two'") as unknown,
    })
  })

  it('is judged by no bundle of another file: as many bundles as files', async () => {
    await expect(digested(await selected(), [material('one')])).rejects.toThrow(TypeError)
  })
})

describe('the digest of a line', () => {
  const selection: Selection = {
    kind: 'digests',
    checksums: { directory: '/w', entries: [] },
    subjects: [{ name: 'one', sha256: hex('one') }],
  }

  it('is the digest of a subject that is not read, and the log says so', async () => {
    const log = newLog()
    const [one] = await digested(selection, [material('one')], log)
    expect(one).toEqual({
      ...material('one'),
      subject: selection.subjects[0],
      digest: { algorithm: 'sha256', hex: hex('one') },
    })
    expect(log.infos).toEqual([expect.stringContaining('by digest')])
  })

  it('is SHA-256, whatever the bundle is over: the judgement then refuses that', async () => {
    const [one] = await digested(selection, [material('one', 'sha512')])
    expect(one?.digest.algorithm).toBe('sha256')
  })
})
