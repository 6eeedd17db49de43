/*
 * Owns what can go wrong on the wire: the closed list of faults, the script that says which request meets which, and
 * how each is acted out on a connection. Must not know what any service does.
 */
import type { ServerResponse } from 'node:http'
import type { Reply, Request, RouteName } from './routes.ts'

/** Fault is one way in which a request can fail, or be answered with a lie. */
export type Fault =
  | { readonly kind: 'none' }
  /** Answers without asking the service: any status, headers and body. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  /** Resets the connection; the service never saw the request. */
  | { readonly kind: 'reset-before' }
  /** The service does its work, then the connection is reset. */
  | { readonly kind: 'lost-reply' }
  /** Sends all headers and half of the body, then closes. */
  | { readonly kind: 'truncate' }
  /** Never answers. */
  | { readonly kind: 'stall-headers' }
  /** Sends all headers and half of the body, then nothing more. */
  | { readonly kind: 'stall-body' }
  /** Sends the right reply, one byte every `milliseconds`. */
  | { readonly kind: 'drip'; readonly milliseconds: number }
  /** Sends the right reply after `milliseconds`. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Changes the request on its way in, or the reply on its way out. */
  | {
      readonly kind: 'lie'
      request?(request: Request): Request
      reply?(reply: Reply, request: Request): Reply | Promise<Reply>
    }

/** Json is any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** none lets one request of a script pass unharmed. */
export const none: Fault = { kind: 'none' }

/** status answers with `code`, whatever the service would say. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}, body = ''): Fault {
  return { kind: 'status', status: code, headers, body }
}

/** html answers with a web page, as captive portals and load balancers do. */
export function html(code = 200): Fault {
  return status(code, { 'content-type': 'text/html' }, '<!doctype html><title>Welcome</title><p>Please log in')
}

/** brokenJson answers 200 with JSON that stops in the middle. */
export const brokenJson: Fault = status(200, { 'content-type': 'application/json' }, '{"value": ')

/** schema answers with `value` as JSON: the right form on the wire, the wrong shape. */
export function schema(value: Json, code = 200): Fault {
  return status(code, { 'content-type': 'application/json' }, JSON.stringify(value))
}

/** redirect sends the client to `location`. */
export function redirect(location: string, code = 307): Fault {
  return status(code, { location })
}

/** lieJson changes the JSON of the service's reply; `change` gets it parsed and returns what to send. */
export function lieJson(change: (body: Json) => Json): Fault {
  return {
    kind: 'lie',
    reply: (reply) => ({
      ...reply,
      body: Buffer.from(JSON.stringify(change(JSON.parse(reply.body.toString()) as Json))),
    }),
  }
}

/** FaultPlan says which fault the next request of a route meets: the script's in order, then what is for `always`. */
export class FaultPlan {
  readonly #scripts = new Map<RouteName, Fault[]>()
  readonly #always = new Map<RouteName, Fault>()

  /** script lets the next requests of `route` meet these faults, one each. */
  script(route: RouteName, ...faults: readonly Fault[]): void {
    this.#scripts.set(route, [...faults])
  }

  /** always lets every request of `route` meet `fault`, once its script is used up. */
  always(route: RouteName, fault: Fault): void {
    this.#always.set(route, fault)
  }

  /** clear forgets all faults. */
  clear(): void {
    this.#scripts.clear()
    this.#always.clear()
  }

  /** next returns the fault for the next request of `route`. */
  next(route: RouteName): Fault {
    return this.#scripts.get(route)?.shift() ?? this.#always.get(route) ?? none
  }
}

/** answer acts out `fault` for one request; resolves when the reply is sent, or as much of it as the fault lets pass. */
export async function answer(
  fault: Fault,
  request: Request,
  handle: (request: Request) => Promise<Reply>,
  response: ServerResponse,
): Promise<void> {
  switch (fault.kind) {
    case 'stall-headers':
      return
    case 'reset-before':
      return reset(response)
    case 'lost-reply':
      await handle(request)
      return reset(response)
    case 'status':
      return send(response, { status: fault.status, headers: fault.headers ?? {}, body: Buffer.from(fault.body ?? '') })
    case 'lie': {
      const changed = fault.request?.(request) ?? request
      const reply = await handle(changed)
      return send(response, (await fault.reply?.(reply, changed)) ?? reply)
    }
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds))
      return send(response, await handle(request))
    case 'none':
      return send(response, await handle(request))
    case 'truncate':
    case 'stall-body': {
      const reply = await handle(request)
      head(response, reply)
      const half = reply.body.subarray(0, Math.floor(reply.body.length / 2))
      // Closed only once written, so that the client sees a reply that stops and not a reset.
      response.write(half, () => fault.kind === 'truncate' && response.destroy())
      return
    }
    case 'drip':
      return drip(response, await handle(request), fault.milliseconds)
  }
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}

function head(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.length })
}

function send(response: ServerResponse, reply: Reply): void {
  head(response, reply)
  response.end(reply.body)
}

function drip(response: ServerResponse, reply: Reply, milliseconds: number): void {
  head(response, reply)
  let sent = 0
  const timer = setInterval(() => {
    response.write(reply.body.subarray(sent, ++sent))
    if (sent >= reply.body.length) {
      clearInterval(timer)
      response.end()
    }
  }, milliseconds)
  response.on('close', () => clearInterval(timer))
}
