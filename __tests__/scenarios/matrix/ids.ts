/*
 * Owns the closed list of the rows of the fault matrix, the matrix of bad inputs and that of file systems: each has a test
 * whose name begins with its id. A row that goes is taken out here, one that comes is put in.
 */

/** ROWS are the numbers of all rows, by the letter of their part. */
export const ROWS: Readonly<Record<string, readonly number[]>> = {
  /** The runner's token endpoint. */
  O: [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16],
  /** The TUF repository. */
  U: [1, 2, 3, 4, 5, 6, 8, 9, 10, 11],
  /** Fulcio. */
  F: [1, 2, 3, 4, 5, 6, 7, 9, 10, 12],
  /** Rekor v1. */
  R: [1, 2, 3, 5, 6, 7, 8, 9, 10, 11],
  /** Signing config and Rekor v2; 1 and 3 are the lab's. */
  Q: [2, 4, 5],
  /** The timestamp authority. */
  S: [1, 2, 3, 4],
  /** Services that lie. */
  V: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  /** The artifact service. */
  A: [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 16, 17, 18],
  /** The GitHub release. */
  G: [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15],
  /** The process. */
  P: [1, 2, 4, 5, 6, 7, 8, 10],
  /** Inputs. */
  I: [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 19, 20, 21, 22, 23, 24, 25, 27, 29, 30, 31, 32, 33, 34, 38, 39,
    40, 42, 43, 44,
  ],
  /** Attacks that a review reproduced. */
  Z: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
  /** File systems. */
  X: [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 30, 31, 32, 33,
    34, 35, 36, 37, 39,
  ],
}

/** VARIANTS are how many tests a row has at least, where the row names several. */
export const VARIANTS: Readonly<Record<string, number>> = {
  O7: 4,
  O9: 6,
  O11: 3,
  O12: 3,
  U4: 5,
  U8: 2,
  U9: 2,
  F1: 2,
  F5: 3,
  F6: 3,
  F9: 3,
  F10: 2,
  R2: 2,
  R6: 2,
  R7: 4,
  R9: 2,
  Q5: 3,
  S2: 7,
  S4: 6,
  V3: 3,
  V4: 2,
  V5: 2,
  V7: 2,
  V10: 3,
  V11: 2,
  V12: 4,
  V13: 3,
  V14: 2,
  A4: 4,
  A5: 2,
  A7: 2,
  A9: 2,
  A10: 5,
  A12: 2,
  A17: 2,
  P6: 3,
  P7: 2,
  I1: 2,
  I10: 2,
  I13: 5,
  I14: 3,
  I20: 2,
  I21: 4,
  I22: 2,
  I30: 2,
  I31: 2,
  I32: 3,
  I33: 3,
  I42: 2,
  X5: 3,
  X29: 2,
  X32: 2,
  X35: 2,
}
