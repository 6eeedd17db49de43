import type { ErrorCode } from '../../src/core/shared/errors.ts'

/** Explanation is what a person reads about an error code: Markdown, one line each, no full stop at the end. */
export interface Explanation {
  readonly meaning: string
  /** What to do, in full: nobody reads the row above. */
  readonly fix: string
}

/** Explanations are those of some codes; a key that is no code does not compile. */
export type Explanations = Readonly<Partial<Record<ErrorCode, Explanation>>>
