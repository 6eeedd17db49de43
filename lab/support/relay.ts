/*
 * Owns an HTTP relay on loopback in front of one service of the lab: every request goes to the service and every answer
 * back, unless the relay's conduct says otherwise. Notes what the client asked and what it got. Makes up no answer itself.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { closeServer, listenOnLoopback } from '../../sandbox/loopback.ts'

/** Answer is what a client gets. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Exchange is one request before its answer. */
export interface Exchange {
  readonly method: string
  /** 1 for the first request with this method. */
  readonly nth: number
  /** Has the service answer; rejects where it cannot be reached or breaks off. */
  readonly forward: () => Promise<Answer>
}

/** Conduct decides what the client gets; nothing, or a rejection: its connection is cut without an answer. */
export type Conduct = (exchange: Exchange) => Promise<Answer | undefined>

/** Passage is one request as the client made it. */
export interface Passage {
  readonly method: string
  readonly body: string
  /** The status that the service answered with; 0 where it did not. */
  readonly answered: number
  /** The status that reached the client; 0 where its connection was cut. */
  readonly received: number
  /** Between request and answer. */
  readonly milliseconds: number
}

/** Relay is a running relay; `passages` are in the order of their ends. */
export interface Relay {
  readonly url: string
  readonly passages: readonly Passage[]
  close(): Promise<void>
}

/** startRelay starts a relay to `http://localhost:PORT` on a free port. */
export async function startRelay(service: string, conduct: Conduct = ({ forward }) => forward()): Promise<Relay> {
  const { port: servicePort } = new URL(service)
  const passages: Passage[] = []
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    const method = request.method ?? ''
    const nth = (counts.get(method) ?? 0) + 1
    counts.set(method, nth)
    const relay = async () => {
      const begin = performance.now()
      const body = await buffer(request)
      let answered = 0
      const forward = async () => {
        const answer = await ask(servicePort, request, body)
        answered = answer.status
        return answer
      }
      const answer = await conduct({ method, nth, forward }).catch(() => undefined)
      const milliseconds = performance.now() - begin
      const received = response.destroyed ? 0 : (answer?.status ?? 0)
      passages.push({ method, body: body.toString(), answered, received, milliseconds })
      if (answer === undefined) request.socket.destroy()
      else response.writeHead(answer.status, answer.headers).end(answer.body)
    }
    // The client went away before its request was whole: there is nobody to answer.
    relay().catch(() => request.socket.destroy())
  })
  const port = await listenOnLoopback(server)
  return { url: `http://127.0.0.1:${port}`, passages, close: () => closeServer(server) }
}

async function ask(port: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  const request = httpRequest({ host: '127.0.0.1', port, method, path: url, headers, agent: false })
  request.end(body)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
  })
  return { status: answer.statusCode ?? 0, headers: withoutLength(answer.headers), body: await buffer(answer) }
}

// The relay sends what it has as one piece, and Node says how long that is.
function withoutLength(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['transfer-encoding', 'content-length', 'connection'].includes(name)),
  )
}
