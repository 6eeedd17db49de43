import { signedIndex } from '../bundle/log-entry.ts'
import { display } from '../shared/display.ts'
import { sizeText } from '../shared/format.ts'
import type { Subject, VerifiedBundle } from '../types.ts'

/** logIndex returns the index of a subject's first log entry as decimal digits, or '' where nothing signs it. */
export function logIndex({ verified }: { readonly verified: Pick<VerifiedBundle, 'logEntries'> }): string {
  const [first] = verified.logEntries
  return (first && signedIndex(first)) ?? ''
}

/** whatWasRead returns a subject's name, size and digest for a log line, and whether this job saw only the digest. */
export function whatWasRead({ name, size, sha256, path }: Subject): string {
  const what = `${display(name)} (${size === undefined ? '' : `${sizeText(size)}, `}sha256:${sha256})`
  return path === undefined ? `${what} by its digest only (this job did not read the file)` : what
}
