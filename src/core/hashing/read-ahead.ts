/*
 * Owns the overlap of reading and working: while the caller works on one buffer, the next is being filled. Constant
 * memory, whatever the size. Must not know what is read, nor what is done with it.
 */
import { watchStall, type ReadLimits } from '../files/stall-watch.ts'
import { abortReason } from '../shared/deadline.ts'

/** Read fills a buffer with the bytes from `position` on and returns how many there were; 0 at the end. */
export type Read = (buffer: Uint8Array, position: number) => Promise<number>

/** As much as stays in a core's second-level cache between the read and the hash: 1 MiB takes a tenth longer. */
const BUFFER_BYTES = 256 * 1024

// Buffers go round among the files of a run, so that a thousand small files take no more memory than one.
const idle: Uint8Array[] = []

/**
 * readAhead yields what `read` gives in pieces of at most 256 KiB; a piece is valid until the next one is asked for.
 * Throws what `read` throws, E_FILE_STALLED, and the signal's reason when it aborts.
 */
export async function* readAhead(read: Read, limits: ReadLimits = {}): AsyncGenerator<Uint8Array, void> {
  const watch = watchStall(limits)
  const unlessEnded = endable(watch.signal)
  let filled = takeBuffer()
  let filling = takeBuffer()
  let position = 0
  let pending = read(filling, position)
  try {
    for (;;) {
      const bytes = await unlessEnded(pending)
      if (bytes === 0) return
      watch.refresh()
      position += bytes
      ;[filled, filling] = [filling, filled]
      pending = read(filling, position)
      yield filled.subarray(0, bytes)
    }
  } finally {
    watch.end()
    // A read that goes on after an abort still writes into its buffer, so the buffers go back only when it is over.
    const free = (): void => {
      idle.push(filled, filling)
    }
    pending.then(free, free)
  }
}

/** Waits for one promise after the other, or for the end: one listener for the thousands of pieces of a file. */
function endable(ended: AbortSignal): (pending: Promise<number>) => Promise<number> {
  let giveUp: (reason: Error) => void = () => undefined
  ended.addEventListener('abort', () => giveUp(abortReason(ended)), { once: true })
  return (pending) =>
    new Promise((resolve, reject) => {
      giveUp = reject
      if (ended.aborted) reject(abortReason(ended))
      pending.then(resolve, reject)
    })
}

function takeBuffer(): Uint8Array {
  return idle.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES)
}
