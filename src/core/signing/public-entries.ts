/*
 * Owns the word about what is public already when signing fails: no one can take a log entry back. Must not undo anything.
 */
import { display } from '../shared/display.ts'
import type { Log } from '../types.ts'

/** PublicEntry is what cannot be undone: an entry that a log has taken, or, without an index, may have taken unheard. */
export interface PublicEntry {
  readonly name: string
  readonly logIndex?: string
  readonly logUrl: string
}

/** tellingWhatIsPublic does the work; where that fails, one warning lists the entries that no one can take back. */
export async function tellingWhatIsPublic<T>(
  log: Log,
  work: (published: (entry: PublicEntry) => void) => Promise<T>,
): Promise<T> {
  const entries: PublicEntry[] = []
  let done = false
  try {
    const result = await work((entry) => entries.push(entry))
    done = true
    return result
  } finally {
    if (!done && entries.length > 0) log.warning(publicEntriesText(entries))
  }
}

function publicEntriesText(entries: readonly PublicEntry[]): string {
  const certain = new Set<string>()
  const possible = new Set<string>()
  for (const { name, logIndex, logUrl } of entries) {
    if (logIndex === undefined) possible.add(`${display(name)} (${display(logUrl)})`)
    else certain.add(`${display(name)} (log index ${logIndex}, ${display(logUrl)})`)
  }
  const sentences = [
    ['These log entries are public already and stay so, though nothing was written', certain],
    ['Nothing was written, yet log entries whose answer never came may be public', possible],
  ] as const
  return sentences
    .filter(([, list]) => list.size > 0)
    .map(([text, list]) => `${text}: ${[...list].join('; ')}`)
    .join('. ')
}
