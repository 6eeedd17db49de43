/*
 * Owns where a person can look a log entry up. Must not ask any log.
 */
import type { LogEntry, TransparencyLog } from '../types.ts'

/** The public v1 log is the only one with a page for people. */
const PUBLIC_REKOR = 'https://rekor.sigstore.dev'

/** logUrl returns the search page of an entry in the public Rekor v1, else the log's own URL. */
export function logUrl(
  { url, majorApiVersion }: Pick<TransparencyLog, 'url' | 'majorApiVersion'>,
  entry: LogEntry,
): string {
  const searchable = majorApiVersion === 1 && url === PUBLIC_REKOR
  return searchable ? `https://search.sigstore.dev/?logIndex=${entry.logIndex}` : url
}
