/* Shows that requests are counted however the bytes of a connection are cut, and that bodies are not taken for any. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { newRequestCounter } from '../../bench/request-counter.ts'

const body = JSON.stringify({ text: 'GET / HTTP/1.1\r\n', long: 'x'.repeat(20_000) })
const requests = [
  'GET /runner/idtoken?api-version=2.0&audience=sigstore HTTP/1.1\r\nhost: localhost\r\n\r\n',
  `POST /api/v1/log/entries HTTP/1.1\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`,
  'POST /api/v1/timestamp HTTP/1.0\r\ncontent-length: 4\r\n\r\n\u0030\u0002\u00ff\u0000',
]
const bytes = Buffer.from(requests.join(''), 'latin1')

describe('the counter of requests', () => {
  it('counts the requests of a connection, however its bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (cuts) => {
        const counter = newRequestCounter()
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        for (const [index, place] of places.entries()) counter.feed(bytes.subarray(places[index - 1] ?? 0, place))
        expect(counter.count).toBe(requests.length)
      }),
    )
  })

  it('counts them byte by byte', () => {
    const counter = newRequestCounter()
    for (const byte of bytes) counter.feed(Uint8Array.of(byte))
    expect(counter.count).toBe(requests.length)
  })
})
