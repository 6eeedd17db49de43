/*
 * Owns how much of an answer of GitHub's API is read: octokit would read and parse whatever comes. Must not judge the rest.
 */

/**
 * boundedFetch returns a fetch whose answers are whole when they resolve, or, where one has more than `most` bytes, empty:
 * then `exceeded` was called. What `isStream` says of an answer is passed on unread.
 */
export function boundedFetch(
  most: number,
  exceeded: () => unknown,
  isStream: (response: Response) => boolean,
): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (response.body === null || isStream(response)) return response
    const { status, statusText, headers } = response
    const bytes = await readUpTo(response.body, most).catch((error: unknown) => {
      if (init?.signal?.aborted === true) throw error
      // As octokit has it: an answer that broke off is one that says nothing.
      return Buffer.of()
    })
    if (bytes === undefined) exceeded()
    return new Response(bytes ?? null, { status, statusText, headers })
  }
}

/** Undefined where there is more; the rest is not asked for. */
async function readUpTo(body: ReadableStream<Uint8Array>, most: number): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > most) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
