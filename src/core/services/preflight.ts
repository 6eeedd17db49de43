/*
 * Owns the look, before anything is public, whether every service of a run can be reached: an outage is waited out here, and what
 * stays out of reach is one error. Must not ask any service to do something.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { hostAndPort } from '../shared/hosts.ts'
import { serviceFailure } from './service-failure.ts'
import type { Reachable, ServiceName, SignServices, Tools } from '../types.ts'

/** Look is one service to look at. */
interface Look {
  readonly service: ServiceName
  readonly client: Reachable
}

/**
 * preflight resolves when every service has answered a harmless GET, whatever its status. Services are tried side by side, again
 * until `deadline` (milliseconds since the epoch) where that can help; as soon as one is out of reach for good, none is tried
 * again. Throws E_UNREACHABLE, and the reason of `signal`, which ends the run.
 */
export async function preflight(
  { certificateAuthority, transparencyLogs, timestampAuthorities }: SignServices,
  { call }: Pick<Tools, 'call'>,
  deadline: number,
  signal: AbortSignal,
): Promise<void> {
  const looks: readonly Look[] = [
    { service: 'certificateAuthority', client: certificateAuthority },
    ...transparencyLogs.map((client) => ({ service: 'transparencyLog', client }) as const),
    ...timestampAuthorities.map((client) => ({ service: 'timestampAuthority', client }) as const),
  ]
  const stop = new AbortController()
  const failureOf = async ({ service, client }: Look): Promise<ActionError | undefined> => {
    let latest: ActionError | undefined
    const attempt = (either: AbortSignal): Promise<void> =>
      client.reach(either).catch((error: unknown) => {
        if (error instanceof ActionError && error !== stop.signal.reason) latest = error
        throw error
      })
    const { url } = client
    try {
      await call({ service, url, deadline, attempt, signal: stop.signal })
      return undefined
    } catch (error) {
      if (signal.aborted || !(error instanceof ActionError)) throw error
      if (error === stop.signal.reason) return latest ?? unanswered(service, url)
      stop.abort(error)
      return error
    }
  }
  const failures = await Promise.all(looks.map(failureOf))
  const missed = looks.flatMap(({ client: { url } }, index) => {
    const failure = failures[index]
    return failure === undefined ? [] : [{ address: addressOf(url), failure }]
  })
  if (missed.length === 0) return
  const addresses = distinct(looks.map(({ client }) => addressOf(client.url)))
  throw new ActionError(
    'E_UNREACHABLE',
    `Nothing was asked of Fulcio, for a service cannot be reached\n${missed.map(({ address, failure }) => `${address}: ${failure.message}`).join('\n')}`,
    {
      fix: (say) =>
        [
          ...distinct(missed.map(({ failure }) => failure.told(say).fix)),
          `this run needs ${addresses.join(', ')}`,
        ].join('\n'),
      cause: missed[0]?.failure,
    },
  )
}

function unanswered(service: ServiceName, url: string): ActionError {
  return serviceFailure(service, 'timeout', { text: `GET ${url}: no answer until another service failed`, url })
}

function addressOf(url: string): string {
  return display(hostAndPort(new URL(url)))
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
