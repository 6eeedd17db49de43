/*
 * Owns what the failures of an upload mean to whoever called. What the service's answers mean is its adapter's.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'

/** nameTaken returns E_UPLOAD_NAME_TAKEN for an artifact name. */
export function nameTaken(name: string, cause?: unknown): ActionError {
  return new ActionError('E_UPLOAD_NAME_TAKEN', `this run already has an artifact '${display(name)}'`, {
    fix: 'give `artifact-name` another value, one of its own for every job of a matrix',
    cause,
  })
}

/** isUploadFailure tells whether an error is of the artifact service. */
export function isUploadFailure(error: unknown): error is ActionError {
  return error instanceof ActionError && error.code.startsWith('E_UPLOAD_')
}

/** unlessRefused returns what the store answers, or undefined where it cannot be had and another try would not help. */
export async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    const isFinal = error instanceof ActionError && ['E_UPLOAD_RESPONSE', 'E_UPLOAD_PERMISSION'].includes(error.code)
    if (isFinal) return undefined
    throw error
  }
}

/** filesAreKept returns a failure after signing with a fix that says so; before, the same failures find nothing to keep. */
export function filesAreKept({ code, message, fix, cause }: ActionError): ActionError {
  return new ActionError(code, message, {
    fix: `the signature files are kept and their outputs are set; ${fix}`,
    cause,
  })
}
