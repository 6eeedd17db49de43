/*
 * Owns how failures below HTTP look in Node, undici and minipass-fetch. Must not know any service.
 */

/** causes lists an error and its chain of causes, outermost first; of several at once, the first. */
export function causes(thrown: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let error = thrown; error instanceof Error && !chain.includes(error); error = causeOf(error)) chain.push(error)
  return chain
}

/** HttpError is an error that carries the status of an answer; the libraries' own classes are not exported. */
export type HttpError = Error & { readonly statusCode: number }

/** httpError returns the outermost error of a chain that carries a status; undefined where no answer came. */
export function httpError(thrown: unknown): HttpError | undefined {
  return causes(thrown).find((error): error is HttpError => {
    return 'statusCode' in error && typeof error.statusCode === 'number'
  })
}

function causeOf(error: Error): unknown {
  // Node tries every address of a name, and fails with all of their errors.
  return error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined)
}

/**
 * NetworkFailure is why no whole answer came: no connection (`unreachable`), a proxy that refuses the way (`blocked`), a
 * server's TLS certificate (`untrusted`), a connection that broke (`network`).
 */
export interface NetworkFailure {
  readonly kind: 'network' | 'unreachable' | 'blocked' | 'untrusted'
  readonly text: string
}

const SYSTEM = /^(E[A-Z]{3,}|EAI_[A-Z]+|UND_ERR_[A-Z_]+|ERR_STREAM_PREMATURE_CLOSE|ERR_SSL_[A-Z_]+)$/
/** Codes of a connection that was never made, whatever made it; minipass-fetch keeps no system call of several errors. */
const UNREACHABLE =
  /^(ENOTFOUND|EAI_[A-Z]+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ECONNECTIONTIMEOUT|UND_ERR_CONNECT_TIMEOUT)$/
/** OpenSSL's verification errors as Node names them, and Node's own for a name that does not fit. */
const UNTRUSTED =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|UNABLE_TO_[A-Z_]+|CERT_[A-Z_]+|CRL_[A-Z_]+|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|(DEPTH_ZERO_)?SELF_SIGNED_CERT[A-Z_]*)$/
const TYPES = ['system', 'request-timeout', 'body-timeout', 'aborted', 'premature-close']

/** networkFailure reads it from the deepest cause that tells; undefined when an answer did come. */
export function networkFailure(thrown: unknown): NetworkFailure | undefined {
  for (const error of [...causes(thrown)].reverse()) {
    const [code, type, call] = [textOf(error, 'code'), textOf(error, 'type'), textOf(error, 'syscall')]
    // minipass-fetch repeats the whole URL before it says what happened.
    const message = error.message.replace(/^request to \S+ failed, reason: /, '')
    const text = message.includes(code) ? message : `${message} (${code})`.trimStart()
    // undici's words for a proxy that does not answer a CONNECT with 200.
    const refused = /^Proxy response \((\d+)\) !== 200/.exec(message)?.[1]
    if (refused !== undefined) return proxyFailure(Number(refused))
    // Node's own for the same.
    if (code === 'ERR_PROXY_TUNNEL' && 'statusCode' in error) return proxyFailure(Number(error.statusCode))
    if (UNTRUSTED.test(code)) return { kind: 'untrusted', text }
    if (isUnreachable(code, call) || message.includes('before secure TLS')) return { kind: 'unreachable', text }
    if (SYSTEM.test(code) || TYPES.includes(type)) return { kind: 'network', text }
    if (error.name === 'TimeoutError' || error.name === 'AbortError') {
      return { kind: 'network', text: 'no whole answer in time' }
    }
  }
  const vague = causes(thrown).find((error) => /premature close|fetch failed|socket|terminated/i.test(error.message))
  return vague === undefined ? undefined : { kind: 'network', text: vague.message }
}

/** proxyFailure returns the failure of a call whose way a proxy did not open; `status` is the proxy's. */
export function proxyFailure(status: number): NetworkFailure {
  const kind = status === 403 || status === 407 ? 'blocked' : 'network'
  return { kind, text: `the proxy answered ${String(status)} when it was asked for the way` }
}

function isUnreachable(code: string, call: string): boolean {
  return call === 'connect' || call === 'getaddrinfo' || (call === '' && UNREACHABLE.test(code))
}

function textOf(error: Error, name: 'code' | 'type' | 'syscall'): string {
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? value : ''
}
