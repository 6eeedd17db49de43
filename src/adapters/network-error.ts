/*
 * Owns how failures below HTTP look in Node, undici and minipass-fetch. Must not know any service.
 */

/** causes lists an error and its chain of causes, outermost first. */
export function causes(thrown: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let error = thrown; error instanceof Error && !chain.includes(error); error = error.cause) chain.push(error)
  return chain
}

const CODE = /^(E[A-Z_]+|UND_ERR_[A-Z_]+|ERR_STREAM_PREMATURE_CLOSE|ERR_TLS_[A-Z_]+|CERT_[A-Z_]+|[A-Z_]*CERT[A-Z_]*)$/
const TYPES = ['system', 'request-timeout', 'body-timeout', 'aborted', 'premature-close']

/** networkText says why no whole answer came, from the deepest cause that tells; undefined when an answer did come. */
export function networkText(thrown: unknown): string | undefined {
  for (const error of [...causes(thrown)].reverse()) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
    const type = 'type' in error && typeof error.type === 'string' ? error.type : ''
    if (CODE.test(code) || TYPES.includes(type)) return code === '' ? error.message : `${error.message} (${code})`
    if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no whole answer in time'
  }
  return causes(thrown).find((error) => /premature close|fetch failed|socket|terminated/i.test(error.message))?.message
}
