/*
 * Owns a plain HTTP client of the sandbox's GitHub. Shares no code with the product.
 */
import type { Sandbox } from '../../../sandbox/sandbox.ts'

/** Answer is what GitHub answered; `body` is parsed JSON, where it is JSON. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** Sending is what a request holds beside its method and path. */
export interface Sending {
  readonly token?: string | undefined
  readonly body?: string | Uint8Array
  readonly accept?: string
  readonly redirect?: 'follow' | 'manual'
}

/** restClient returns a client that shows the job's token, unless a request says another or, with undefined, none. */
export function restClient({ releases, urls }: Sandbox) {
  return async (method: string, target: string, sending: Sending = {}): Promise<Answer> => {
    const token = 'token' in sending ? sending.token : releases.token
    const url = target.startsWith('http') ? target : `${urls.github}/repos/octo-org/example-iso${target}`
    const response = await fetch(url, {
      method,
      headers: {
        accept: sending.accept ?? 'application/vnd.github+json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      redirect: sending.redirect ?? 'follow',
      ...(sending.body === undefined ? {} : { body: sending.body }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
}
