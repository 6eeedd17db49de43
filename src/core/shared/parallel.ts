/*
 * Owns doing one thing for many, a few at a time. Must not know what is done.
 */

/**
 * mapParallel maps items in their order, at most `limit` at a time. The first failure starts nothing more, aborts the
 * signal that the running ones got, waits until they have ended, and is then thrown. `outer` aborts that signal, too.
 */
export async function mapParallel<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T, signal: AbortSignal) => Promise<R>,
  outer?: AbortSignal,
): Promise<readonly R[]> {
  const results: R[] = []
  const failures: unknown[] = []
  const stop = new AbortController()
  const either = AbortSignal.any(outer === undefined ? [stop.signal] : [outer, stop.signal])
  const waiting = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      try {
        results[index] = await map(item, either)
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

/**
 * both does two things side by side and returns both results. The first failure aborts the signal that both got, waits
 * until the other has ended too, and is then thrown.
 */
export async function both<A, B>(
  signal: AbortSignal,
  first: (signal: AbortSignal) => Promise<A>,
  second: (signal: AbortSignal) => Promise<B>,
): Promise<readonly [A, B]> {
  const failures: unknown[] = []
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const stopping = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      failures.push(error)
      stop.abort(error)
      throw error
    }
  }
  const works = [stopping(first(either)), stopping(second(either))] as const
  await Promise.allSettled(works)
  if (failures.length > 0) throw failures[0]
  return Promise.all(works)
}

/**
 * beside does two things side by side and returns both results. The first failure is thrown at once; it aborts the signal that
 * both got, so that neither a read which nobody waits for any more holds up the end, nor a request follows it.
 */
export async function beside<A, B>(
  signal: AbortSignal,
  first: (signal: AbortSignal) => Promise<A>,
  second: (signal: AbortSignal) => Promise<B>,
): Promise<readonly [A, B]> {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  try {
    return await Promise.all([first(either), second(either)])
  } catch (error) {
    stop.abort(error)
    throw error
  }
}
