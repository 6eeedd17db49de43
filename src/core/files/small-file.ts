import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { fileError } from './file-error.ts'
import { refuseUnlessRegular } from './selected-file.ts'

/**
 * readSmallFile returns the UTF-8 text of a regular file at an absolute path, undefined when it has more than `mostBytes`;
 * `name` is for errors. Throws E_FILE_NOT_FOUND, E_FILE_TYPE and other E_FILE_*.
 */
export async function readSmallFile(file: string, name: string, mostBytes: number): Promise<string | undefined> {
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const stats = await handle.stat({ bigint: true })
      refuseUnlessRegular(stats, name)
      return stats.size > mostBytes ? undefined : await handle.readFile('utf8')
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw fileError(error, file, name)
  }
}
