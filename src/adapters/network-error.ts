/*
 * Owns how failures below HTTP look in Node, undici and minipass-fetch. Must not know any service.
 */

/** causes lists an error and its chain of causes, outermost first. */
export function causes(thrown: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let error = thrown; error instanceof Error && !chain.includes(error); error = error.cause) chain.push(error)
  return chain
}

/** NetworkFailure is why no whole answer came; `untrusted` when the server's TLS certificate was the reason. */
export interface NetworkFailure {
  readonly kind: 'network' | 'untrusted'
  readonly text: string
}

const SYSTEM = /^(E[A-Z]{3,}|EAI_[A-Z]+|UND_ERR_[A-Z_]+|ERR_STREAM_PREMATURE_CLOSE|ERR_SSL_[A-Z_]+)$/
/** OpenSSL's verification errors as Node names them, and Node's own for a name that does not fit. */
const UNTRUSTED =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|UNABLE_TO_[A-Z_]+|CERT_[A-Z_]+|(DEPTH_ZERO_)?SELF_SIGNED_CERT[A-Z_]*)$/
const TYPES = ['system', 'request-timeout', 'body-timeout', 'aborted', 'premature-close']

/** networkFailure reads it from the deepest cause that tells; undefined when an answer did come. */
export function networkFailure(thrown: unknown): NetworkFailure | undefined {
  for (const error of [...causes(thrown)].reverse()) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
    const type = 'type' in error && typeof error.type === 'string' ? error.type : ''
    // minipass-fetch repeats the whole URL before it says what happened.
    const message = error.message.replace(/^request to \S+ failed, reason: /, '')
    const text = code === '' ? message : `${message} (${code})`
    if (UNTRUSTED.test(code)) return { kind: 'untrusted', text }
    if (SYSTEM.test(code) || TYPES.includes(type)) return { kind: 'network', text }
    if (error.name === 'TimeoutError' || error.name === 'AbortError') {
      return { kind: 'network', text: 'no whole answer in time' }
    }
  }
  const vague = causes(thrown).find((error) => /premature close|fetch failed|socket|terminated/i.test(error.message))
  return vague === undefined ? undefined : { kind: 'network', text: vague.message }
}
