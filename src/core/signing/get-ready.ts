/*
 * Owns what a signing run does beside the reading of its files: it looks at the places to publish to, loads whom it trusts, and
 * when the reading is about to end gets its token past the gates and looks at the services. Must not make anything public.
 */
import { admittedToken, type AdmittedToken, type TokenPorts } from '../identity/admitted-token.ts'
import { connect, type LoadedServices, loadChosen } from '../services/load-services.ts'
import { preflight } from '../services/preflight.ts'
import type { SigningEngine, SignInputs, Tools, TrustProvider } from '../types.ts'

/** ReadyPorts is what getting ready needs: what a token needs, and where trust and clients come from. */
export interface ReadyPorts extends Pick<TokenPorts, 'identity' | 'job'> {
  readonly inputs: TokenPorts['inputs'] & Pick<SignInputs, 'rekorVersion' | 'timeout'>
  readonly tools: Tools
  readonly trust: TrustProvider
  /** Loads the engine's modules. */
  readonly loadEngine: () => Promise<SigningEngine>
}

/** Ready is everything that a run talks to and judges by, its token, and the places that it looked at. */
export interface Ready<R> extends LoadedServices {
  readonly reserved: R
  readonly token: AdmittedToken
  /** Milliseconds since the epoch: when the token was asked for. */
  readonly asked: number
}

/**
 * getReady does all of it; the token is asked for when `reserved` and `nearEnd` have settled. Throws what `reserved` throws,
 * E_TUF_*, E_TRUSTED_ROOT, E_SIGNING_CONFIG, all of admittedToken, and E_UNREACHABLE: whatever fails first; asks nobody any more once the signal was aborted.
 */
export async function getReady<R>(
  ports: ReadyPorts,
  reserving: Promise<R>,
  nearEnd: Promise<void>,
  signal: AbortSignal,
): Promise<Ready<R>> {
  const { inputs, tools } = ports
  const loading = loadChosen(tools, ports.trust, inputs)
  const asking = async (): Promise<Pick<Ready<R>, 'token' | 'asked'>> => {
    const [{ services }] = await Promise.all([loading, reserving, nearEnd])
    signal.throwIfAborted()
    const { identity, job } = ports
    const asked = tools.clock.now()
    const deadline = asked + inputs.timeout
    return { asked, token: await admittedToken({ tools, identity, services, inputs, job, deadline }) }
  }
  const connecting = loading.then((chosen) => connect(chosen, ports.loadEngine))
  const [reserved, { services, trusted }, { asked, token }] = await Promise.all([reserving, connecting, asking()])
  signal.throwIfAborted()
  await preflight(services, tools, asked + inputs.timeout, signal)
  return { reserved, services, trusted, token, asked }
}
