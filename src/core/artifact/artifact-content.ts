/*
 * Owns the comparison of a stored artifact with what a run would put there. Must not decide what follows from it.
 */
import { oneRoom } from '../shared/buffers.ts'
import type { ArtifactMember, StoredArtifact, StoredContent } from '../types.ts'

/** Bytes of a zip that surely holds more than the signature files of one member name; a bundle has 10 KB. */
const LARGEST_MEMBER = 256 * 1024

/** isTooLarge tells whether an artifact has a size that no artifact of ours with so many members has. */
export function isTooLarge({ size }: StoredArtifact, members: number): boolean {
  return size > members * LARGEST_MEMBER
}

/** sameContent tells whether a stored artifact has exactly the members, each with exactly its text. */
export function sameContent(stored: StoredContent['members'], members: readonly ArtifactMember[]): boolean {
  const roomFor = oneRoom()
  return (
    stored.size === members.length &&
    members.every(({ member, text }) => {
      const found = stored.get(member)?.()
      const expected = text()
      const size = Buffer.byteLength(expected)
      const room = roomFor(size)
      room.write(expected)
      return found?.length === size && room.subarray(0, size).equals(found)
    })
  )
}
