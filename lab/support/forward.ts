/*
 * Owns the passing on of one HTTP request to a server on this machine. Notes nothing, holds nothing back.
 */
import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http'

/** Changes are what the server gets in place of what the client sent: the path with its query, the body. */
export interface Changes {
  readonly path?: string
  readonly body?: Buffer
}

/** forward has a port of 127.0.0.1 answer a request; answers 502 where nobody does. */
export function forward(request: IncomingMessage, response: ServerResponse, port: number, changes: Changes = {}): void {
  const { method, url, headers } = request
  const { path = url, body } = changes
  const changed = body === undefined ? headers : { ...headers, 'content-length': String(body.length) }
  const upstream = httpRequest({ host: '127.0.0.1', port, method, path, headers: changed }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  upstream.on('error', () => response.writeHead(502).end())
  if (body === undefined) request.pipe(upstream)
  else upstream.end(body)
}
