/*
 * Owns what one run of chaos tells people. Must not play any.
 */

/** Report is one run for people. */
export interface Report {
  readonly index: number
  readonly problems: readonly string[]
  /** How it ended: the error code, or what succeeded. */
  readonly ending: string
  readonly milliseconds: number
  /** What was planned, and what the run said. */
  readonly story: string
}
