/*
 * Owns the timestamp service (RFC 3161), around the authority and the handler of @sigstore/mock. Adds the check of the
 * digest's length and a clock that tests can move.
 */
import { generateKeyPairSync } from 'node:crypto'
import { initializeTSA, tsaHandler } from '@sigstore/mock/dist/timestamp/index.js'
import { json } from './http.ts'
import type { Endpoint } from './http.ts'

/** TimestampService is the authority's certificates, signer first (DER), and its endpoints. */
export interface TimestampService {
  readonly chain: readonly [Buffer, Buffer]
  readonly endpoints: readonly Endpoint[]
}

const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 }

/** createTimestampService returns an authority with a new key; `clock.tsa` is added to its time, in milliseconds. */
export async function createTimestampService(clock: { tsa: number }): Promise<TimestampService> {
  // The mock reads this very object at every timestamp.
  const now = new Date()
  const authority = await initializeTSA(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }), now)
  const handler = tsaHandler(authority)
  const endpoint: Endpoint = {
    route: 'tsa.timestamp',
    method: 'POST',
    path: /^\/api\/v1\/timestamp$/,
    async handle({ body }) {
      const text = body.toString()
      if (!isRequest(text)) return json(400, { code: 400, message: 'error parsing timestamp request' })
      now.setTime(Math.floor((Date.now() + clock.tsa) / 1000) * 1000)
      const { statusCode, response, contentType = 'text/plain' } = await handler.fn(text)
      return { status: statusCode, headers: { 'content-type': contentType }, body: bytes(response) }
    },
  }
  return { chain: [bytes(authority.intCertificate), bytes(authority.rootCertificate)], endpoints: [endpoint] }
}

function isRequest(text: string): boolean {
  try {
    const { artifactHash, hashAlgorithm } = JSON.parse(text) as { artifactHash: string; hashAlgorithm: string }
    return Buffer.from(artifactHash, 'base64').length === DIGEST_LENGTHS[hashAlgorithm]
  } catch {
    return false
  }
}

function bytes(value: string | ArrayBufferView<ArrayBuffer>): Buffer {
  if (typeof value === 'string') return Buffer.from(value)
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}
