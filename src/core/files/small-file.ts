/*
 * Owns the one way to read a small file that somebody named: whatever lies there, the reading ends, and never takes more
 * memory than was meant. Must not know what is in it.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { race } from '../shared/deadline.ts'
import { fileError } from './file-error.ts'
import { refuseUnlessRegular } from './selected-file.ts'
import { watchStall } from './stall-watch.ts'

/** READ_ONLY are the flags to open a file with that may be another one by now: else, opening a FIFO would wait for a writer for ever. */
export const READ_ONLY = constants.O_RDONLY | constants.O_NONBLOCK

/** Milliseconds; the trust files, which are loaded within a minute, must fail with the code of a file. */
const STALL_AFTER = 30_000

/**
 * readSmallFile returns the UTF-8 text of a regular file at an absolute path, undefined when it has more than `mostBytes`;
 * `name` is for errors. Throws E_FILE_NOT_FOUND, E_FILE_TYPE, E_FILE_STALLED when it takes `stallAfter` milliseconds, and
 * other E_FILE_*.
 */
export async function readSmallFile(
  file: string,
  name: string,
  mostBytes: number,
  stallAfter = STALL_AFTER,
): Promise<string | undefined> {
  const watch = watchStall({ stallAfter }, name)
  try {
    return await race(readRegular(file, name, mostBytes), watch.signal)
  } catch (error) {
    throw fileError(error, file, name)
  } finally {
    watch.end()
  }
}

/** readSmallFileSync does the same where nothing else may happen meanwhile, and so cannot end what stalls. */
export function readSmallFileSync(file: string, name: string, mostBytes: number): string | undefined {
  try {
    const descriptor = openSync(file, READ_ONLY)
    try {
      const stats = fstatSync(descriptor, { bigint: true })
      refuseUnlessRegular(stats, name)
      return stats.size > mostBytes ? undefined : readFileSync(descriptor, 'utf8')
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw fileError(error, file, name)
  }
}

async function readRegular(file: string, name: string, mostBytes: number): Promise<string | undefined> {
  const handle = await open(file, READ_ONLY)
  try {
    refuseUnlessRegular(await handle.stat({ bigint: true }), name)
    // Its size tells little: it may grow meanwhile, and files below /proc hold more than theirs.
    const bytes = await buffer(handle.createReadStream({ autoClose: false, end: mostBytes }))
    return bytes.length > mostBytes ? undefined : bytes.toString('utf8')
  } finally {
    await handle.close()
  }
}
