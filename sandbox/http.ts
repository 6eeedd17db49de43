/*
 * Owns how a service of the sandbox listens, and what is remembered of every request. Must not know what any service does.
 */
import http from 'node:http'
import type { FaultPlan } from './faults.ts'
import { answer, none } from './faults.ts'
import { closeServer, listenOnLoopback } from './loopback.ts'
import type { Reply, Request, RouteName, ServiceName } from './routes.ts'

/** Endpoint is one route of a service: requests of `method` whose path matches `path`. */
export interface Endpoint {
  readonly route: RouteName
  readonly method: string
  readonly path: RegExp
  handle(request: Request): Reply | Promise<Reply>
}

/** RequestRecord is what the sandbox remembers of a request; `status` is 0 where no status line was sent. */
export interface RequestRecord {
  readonly service: ServiceName
  readonly route: RouteName | undefined
  readonly method: string
  /** Path with query. */
  readonly path: string
  status: number
  /** Milliseconds since the epoch, when the request arrived. */
  readonly at: number
  /** Length of the request's body. */
  bytes: number
}

/** ServiceContext is what all services of a sandbox share. */
export interface ServiceContext {
  readonly faults: FaultPlan
  readonly requests: RequestRecord[]
  /** Milliseconds added before every reply. */
  readonly delay: number
}

/** Service is a server that listens; it answers 404 until `serve` gave it endpoints. */
export interface Service {
  /** Origin without a slash at its end. */
  readonly url: string
  serve(endpoints: readonly Endpoint[]): void
  close(): Promise<void>
}

/** json returns a reply with `value` as its JSON body. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  }
}

/** Address is the name that a server's URL has for 127.0.0.1, and its port; a free one where it is 0. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** listen starts the server `name` on a free port of 127.0.0.1, or at another address of it. */
export async function listen(
  name: ServiceName,
  context: ServiceContext,
  { host, port: wanted }: Address = { host: '127.0.0.1', port: 0 },
): Promise<Service> {
  let endpoints: readonly Endpoint[] = []
  const server = http.createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', `http://${host}`)
    const method = incoming.method ?? ''
    const endpoint = endpoints.find((each) => each.method === method && each.path.test(url.pathname))
    const path = url.pathname + url.search
    const record: RequestRecord = {
      service: name,
      route: endpoint?.route,
      method,
      path,
      status: 0,
      at: Date.now(),
      bytes: 0,
    }
    context.requests.push(record)
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      record.bytes += chunk.length
    })
    incoming.on('end', () => {
      const request = { method, url, headers: incoming.headers, body: Buffer.concat(chunks) }
      const fault = endpoint === undefined ? none : context.faults.next(endpoint.route)
      const handle = async (changed: Request) =>
        endpoint?.handle(changed) ?? json(404, { message: `no ${method} ${path}` })
      setTimeout(() => {
        answer(fault, request, handle, outgoing).then(
          () => {
            record.status = outgoing.headersSent ? outgoing.statusCode : 0
          },
          (error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined),
        )
      }, context.delay)
    })
  })
  const port = await listenOnLoopback(server, wanted)
  // A test that forgets to close its sandbox must not keep its process.
  server.unref()
  return {
    url: `http://${host}:${port}`,
    serve: (added) => {
      endpoints = added
    },
    close: () => closeServer(server),
  }
}
