/*
 * Owns what a test run does not show: the `::debug::` lines that libraries print for a runner, which hides them unless it is
 * told otherwise.
 */

/** withoutDebug returns a stream's `write` that lets everything pass but debug commands, each of which comes as one text. */
export function withoutDebug<Rest extends readonly unknown[]>(
  write: (text: string | Uint8Array, ...rest: Rest) => boolean,
): typeof write {
  return (text, ...rest) => (typeof text === 'string' && text.startsWith('::debug::')) || write(text, ...rest)
}
