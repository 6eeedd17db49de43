/*
 * Owns doing one thing for many, a few at a time. Must not know what is done.
 */

/**
 * mapParallel maps items in their order, at most `limit` at a time. The first failure starts nothing more, aborts the
 * signal that the running ones got, waits until they have ended, and is then thrown.
 */
export async function mapParallel<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const failures: unknown[] = []
  const stop = new AbortController()
  const waiting = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      try {
        results[index] = await map(item, stop.signal)
      } catch (error) {
        failures.push(error)
        stop.abort(error)
      }
      if (stop.signal.aborted) return
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  if (failures.length > 0) throw failures[0]
  return results
}
