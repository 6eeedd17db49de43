/*
 * Owns buffers that would else be left behind by the thousand: what lies outside its heap V8 does not miss until there are 64 MB of
 * it. Must not know what is in them.
 */
import { constants, inflateRawSync } from 'node:zlib'

/**
 * oneRoom returns a function that gives a buffer of at least so many bytes: the same one, for as long as it is large enough. What
 * it holds is what was written last.
 */
export function oneRoom(): (size: number) => Buffer {
  let room = Buffer.alloc(0)
  return (size) => {
    if (room.length < size) room = Buffer.allocUnsafeSlow(size)
    return room
  }
}

/**
 * inflateWhole returns what deflated bytes (RFC 1951) hold, `size` bytes, in one piece of that size: by itself, zlib takes 16 KiB,
 * or twice that, each time. Throws zlib's own errors, also where there is more.
 */
export function inflateWhole(packed: Uint8Array, size: number, dictionary?: Uint8Array): Buffer {
  return inflateRawSync(packed, {
    maxOutputLength: Math.max(1, size),
    chunkSize: Math.max(constants.Z_MIN_CHUNK, size),
    ...(dictionary && { dictionary }),
  })
}
