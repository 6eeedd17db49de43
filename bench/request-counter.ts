/*
 * Owns the counting of HTTP/1 requests in the bytes that a client sends. Must not change or hold them.
 */

const requestLine = /(?:DELETE|GET|HEAD|PATCH|POST|PUT) \S+ HTTP\/1\.[01]\r\n/g

/** Longer than any request line of these services. */
const LONGEST_LINE = 8192

/** RequestCounter counts the requests of one connection; `feed` takes its bytes as they come, however they are cut. */
export interface RequestCounter {
  readonly count: number
  feed(bytes: Uint8Array): void
}

/**
 * newRequestCounter returns a counter at zero. It looks for request lines anywhere: what these services are sent is JSON,
 * whose strings hold no raw line break (RFC 8259, section 7), and short DER.
 */
export function newRequestCounter(): RequestCounter {
  let count = 0
  let tail = ''
  return {
    get count() {
      return count
    },
    feed(bytes) {
      const text = tail + Buffer.from(bytes).toString('latin1')
      let end = 0
      for (const match of text.matchAll(requestLine)) {
        count++
        end = match.index + match[0].length
      }
      tail = text.slice(Math.max(end, text.length - LONGEST_LINE))
    },
  }
}
