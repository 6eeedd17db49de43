/*
 * Owns the digest that each bundle is to be judged by: computed from the file, else the one of its checksum line. Must
 * not judge anything by it.
 */
import { assertListedDigest } from '../selection/checksums.ts'
import type { Selection } from '../selection/select-subjects.ts'
import { hashFiles, type HashTools } from '../hashing/hash-files.ts'
import type { Material } from './signature-material.ts'
import type { MessageDigest, Subject } from '../types.ts'

/** DigestedSubject is a subject, its bundle, and the digest by the algorithm that the bundle's signature is over. */
export interface DigestedSubject extends Material {
  readonly subject: Subject
  readonly digest: MessageDigest
}

/**
 * digestSubjects returns the subjects of a selection with their bundles, `materials`, which are in the same order. By
 * digest, SHA-256 is all there is. Throws E_FILE_*, E_DIGEST_MISMATCH, or the signal's reason.
 */
export async function digestSubjects(
  selection: Selection,
  materials: readonly Material[],
  tools: HashTools,
  signal: AbortSignal,
): Promise<readonly DigestedSubject[]> {
  if (selection.kind === 'digests') {
    tools.log.info('Verifying by digest: this job does not read the files')
    return zip(materials, selection.subjects, ({ bundle, bundlePath }, subject) => {
      return { bundle, bundlePath, subject, digest: { algorithm: 'sha256', hex: subject.sha256 } }
    })
  }
  const { files, listed } = selection
  const toHash = zip(files, materials, (file, { bundle }) => ({ file, algorithm: bundle.messageDigest.algorithm }))
  const hashed = await hashFiles(toHash, tools, { mostAtATime: 3 }, signal)
  return zip(materials, hashed, ({ bundle, bundlePath }, { subject, digests }) => {
    if (listed !== undefined) assertListedDigest(listed, subject)
    const digest = digests.find(({ algorithm }) => algorithm === bundle.messageDigest.algorithm)
    if (digest === undefined) throw new TypeError('a digest that was not computed')
    return { bundle, bundlePath, subject, digest }
  })
}

function zip<A, B, R>(ones: readonly A[], others: readonly B[], make: (one: A, other: B) => R): readonly R[] {
  return ones.map((one, index) => {
    const other = others[index]
    if (other === undefined) throw new TypeError('two lists of subjects that do not match')
    return make(one, other)
  })
}
