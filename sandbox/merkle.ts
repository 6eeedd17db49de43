/*
 * Owns the Merkle tree of RFC 6962, section 2.1: leaf hash, root and audit path. Knows hashes only.
 */
import { createHash } from 'node:crypto'

/** leafHash returns the hash of a leaf's bytes. */
export function leafHash(leaf: Uint8Array): Buffer {
  return hash(0, leaf)
}

/** rootHash returns the hash of the tree over `leaves`, which are leaf hashes; at least one. */
export function rootHash(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (only === undefined) throw new Error('a tree without leaves')
  if (leaves.length === 1) return only
  const half = split(leaves.length)
  return hash(1, rootHash(leaves.slice(0, half)), rootHash(leaves.slice(half)))
}

/** auditPath returns the hashes that lead from leaf `index` to the root, lowest first. */
export function auditPath(index: number, leaves: readonly Buffer[]): readonly Buffer[] {
  if (leaves.length <= 1) return []
  const half = split(leaves.length)
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)]
  return index < half
    ? [...auditPath(index, left), rootHash(right)]
    : [...auditPath(index - half, right), rootHash(left)]
}

/** The largest power of two below `size`. */
function split(size: number): number {
  return 2 ** (Math.ceil(Math.log2(size)) - 1)
}

function hash(prefix: number, ...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash('sha256').update(Buffer.of(prefix))
  for (const part of parts) digest.update(part)
  return digest.digest()
}
