/*
 * Owns the repair of two calls between @actions/artifact 6.2 and act's artifact server (0.2.89), which refuses a field that
 * it does not know and base64 without padding. Everything else passes through as it is.
 */
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { closeServer, listenOnLoopback } from '../../sandbox/loopback.ts'
import { forward } from '../support/forward.ts'

/** ArtifactShim is a running shim. */
export interface ArtifactShim {
  /** The value of ACTIONS_RUNTIME_URL and ACTIONS_RESULTS_URL. */
  readonly url: string
  close(): Promise<void>
}

/** startArtifactShim listens on one loopback port and forwards to another. */
export async function startArtifactShim(port: number, upstream: number): Promise<ArtifactShim> {
  const server = createServer((request, response) => {
    const path = padSignature(request.url ?? '/')
    const isJson = (request.headers['content-type'] ?? '').includes('json')
    if (!isJson) {
      forward(request, response, upstream, { path })
      return
    }
    buffer(request).then(
      (body) => {
        forward(request, response, upstream, { path, body: withoutMimeType(body) })
      },
      () => response.destroy(),
    )
  })
  await listenOnLoopback(server, port)
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => closeServer(server),
  }
}

function withoutMimeType(body: Buffer): Buffer {
  const value: unknown = JSON.parse(body.toString('utf8'))
  const kept = Object.entries(value ?? {}).filter(([name]) => name !== 'mime_type')
  return Buffer.from(JSON.stringify(Object.fromEntries(kept)))
}

function padSignature(url: string): string {
  if (!url.includes('/UploadArtifact?')) return url
  return url.replace(/([?&]sig=)([^&]+)/, (_, key: string, value: string) => {
    const unpadded = decodeURIComponent(value).replace(/=+$/, '')
    return key + encodeURIComponent(unpadded.padEnd(Math.ceil(unpadded.length / 4) * 4, '='))
  })
}
