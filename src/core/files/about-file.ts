/*
 * Owns putting the name of a file in front of what was found wrong with it. Must not change what was found.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'

/** aboutFile does `work`; an ActionError out of it comes again with the file's name in front of its message. */
export function aboutFile<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    const message = `'${display(name)}': ${error.message}`
    throw new ActionError(error.code, message, { fix: error.fix, cause: error.cause })
  }
}
