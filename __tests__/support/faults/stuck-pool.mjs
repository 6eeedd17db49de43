/*
 * Owns a disk that never answers: as many threads of libuv's pool as `threads` says wait for ever for a writer of `fifo`.
 * Loaded before a program, with both in its URL.
 */
import { open } from 'node:fs'
import { URL } from 'node:url'

const { searchParams } = new URL(import.meta.url)
for (let thread = 0; thread < Number(searchParams.get('threads')); thread += 1) {
  open(searchParams.get('fifo'), () => undefined)
}
