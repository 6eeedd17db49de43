/*
 * Owns the leash on a client library that has no deadline, retries by itself and writes to the log: its HTTP requests
 * are seen through Node's diagnostics channels, judged, and destroyed when the call is over. Must not know the library.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import { ClientRequest, type IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { race } from '../../core/shared/deadline.ts'
import { asCall } from '../library-call.ts'

/** Exchange is one HTTP request of the library; `where` is host and path, without the query and its secrets. */
export interface Exchange {
  readonly method: string
  readonly where: string
}

/** HttpEvent is what became of a request: headers of an answer, an answer that stopped before its end, or no answer. */
export type HttpEvent =
  | (Exchange & { readonly kind: 'answered'; readonly status: number; readonly headers: IncomingHttpHeaders })
  | (Exchange & { readonly kind: 'truncated' })
  | (Exchange & { readonly kind: 'failed'; readonly error: unknown })

/** Judge returns the error that ends the whole call because of this event, or undefined to let the library go on. */
export type Judge = (event: HttpEvent) => Error | undefined

interface Call {
  readonly judge: Judge
  readonly over: AbortController
  readonly requests: Set<ClientRequest>
}

type WriteCallback = (error?: Error | null) => void

// Masks must reach the runner; the clamped retention is the library's only word that a user needs.
const audible = /^::(?:add-mask::|warning::Retention days )/

const calls = new AsyncLocalStorage<Call>()
const callOf = new WeakMap<ClientRequest, Call>()
let installed = false

/**
 * supervisedHttp settles as `work` does, or rejects as soon as the signal aborts (with its reason) or `judge` says so. Then no
 * request of `work` is open, none that it makes later leaves this process, and what its listeners throw later does not end the
 * run; its lines never reach the log.
 */
export async function supervisedHttp<T>(signal: AbortSignal, judge: Judge, work: () => Promise<T>): Promise<T> {
  if (!installed) install()
  const call: Call = { judge, over: new AbortController(), requests: new Set() }
  try {
    const working = asCall(call.over.signal, () => calls.run(call, work))
    return await race(working, AbortSignal.any([signal, call.over.signal]))
  } finally {
    call.over.abort()
    for (const request of call.requests) request.destroy()
  }
}

function install(): void {
  installed = true
  subscribe('http.client.request.created', (message) => {
    const call = calls.getStore()
    const request = part(message, 'request')
    if (call === undefined || !(request instanceof ClientRequest)) return
    callOf.set(request, call)
    call.requests.add(request)
    // A destroyed request reports an error even where the library does not listen any more.
    request.on('error', () => undefined)
    if (call.over.signal.aborted) request.destroy()
  })
  subscribe('http.client.response.finish', (message) => {
    const request = part(message, 'request')
    const response = part(message, 'response')
    if (!(request instanceof ClientRequest) || !(response instanceof IncomingMessage)) return
    const { statusCode: status = 0, headers } = response
    judgeEvent(request, (exchange) => ({ ...exchange, kind: 'answered', status, headers }))
    response.once('close', () => {
      if (!response.complete) judgeEvent(request, (exchange) => ({ ...exchange, kind: 'truncated' }))
    })
  })
  subscribe('http.client.request.error', (message) => {
    const request = part(message, 'request')
    const error = part(message, 'error')
    if (request instanceof ClientRequest) judgeEvent(request, (exchange) => ({ ...exchange, kind: 'failed', error }))
  })
  silence(process.stdout)
}

function judgeEvent(request: ClientRequest, event: (exchange: Exchange) => HttpEvent): void {
  const call = callOf.get(request)
  if (call === undefined || call.over.signal.aborted) return
  const where = `${request.host}${request.path.replace(/\?.*/s, '')}`
  const error = call.judge(event({ method: request.method, where }))
  if (error !== undefined) call.over.abort(error)
}

function silence(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream)
  stream.write = (text: string | Uint8Array, second?: BufferEncoding | WriteCallback, third?: WriteCallback) => {
    if (calls.getStore() !== undefined && !audible.test(String(text))) return true
    return typeof second === 'string' ? write(text, second, third) : write(text, second)
  }
}

function part(message: unknown, name: string): unknown {
  return typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined
}
