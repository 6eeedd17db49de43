/* Checks the tree against a known root and its audit paths by the verification of RFC 9162, section 2.1.3.2. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { auditPath, leafHash, rootHash } from '../../sandbox/merkle.ts'

// The leaves that Certificate Transparency's own tests use.
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const hashes = LEAVES.map((hex) => leafHash(Buffer.from(hex, 'hex')))
const ROOT = '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'

function rootFromPath(index: number, size: number, leaf: Buffer, path: readonly Buffer[]): Buffer {
  let [position, last, root] = [index, size - 1, leaf]
  for (const step of path) {
    const isRight = position % 2 === 1 || position === last
    const [left, right] = isRight ? [step, root] : [root, step]
    root = createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()
    while (isRight && position % 2 === 0 && position !== 0) [position, last] = [position >> 1, last >> 1]
    ;[position, last] = [position >> 1, last >> 1]
  }
  return root
}

describe('the Merkle tree', () => {
  it('has the root that other implementations find', () => {
    expect(rootHash(hashes).toString('hex')).toBe(ROOT)
  })

  it.each([1, 2, 3, 5, 6, 7, 8])('proves each of its leaves when it has %d', (size) => {
    const leaves = hashes.slice(0, size)
    const roots = leaves.map((leaf, index) => rootFromPath(index, size, leaf, auditPath(index, leaves)))
    expect(roots).toEqual(leaves.map(() => rootHash(leaves)))
  })
})
