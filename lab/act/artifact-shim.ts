/*
 * Owns the repair of two calls between @actions/artifact 6.2 and act's artifact server (0.2.89), which refuses a field that
 * it does not know and base64 without padding. Everything else passes through as it is.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** ArtifactShim is a running shim. */
export interface ArtifactShim {
  /** The value of ACTIONS_RUNTIME_URL and ACTIONS_RESULTS_URL. */
  readonly url: string
  close(): Promise<void>
}

/** startArtifactShim listens on one loopback port and forwards to another. */
export async function startArtifactShim(port: number, upstream: number): Promise<ArtifactShim> {
  const server = createServer((request, response) => {
    const isJson = (request.headers['content-type'] ?? '').includes('json')
    if (!isJson) {
      forward(upstream, request, response)
      return
    }
    buffer(request).then(
      (body) => {
        forward(upstream, request, response, withoutMimeType(body))
      },
      () => response.destroy(),
    )
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function forward(port: number, request: IncomingMessage, response: ServerResponse, body?: Buffer): void {
  const { method, url = '/', headers } = request
  const changed = body ? { ...headers, 'content-length': String(body.length) } : headers
  const outgoing = httpRequest(
    { host: '127.0.0.1', port, method, path: padSignature(url), headers: changed },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  outgoing.on('error', () => response.writeHead(502).end())
  if (body) outgoing.end(body)
  else request.pipe(outgoing)
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
