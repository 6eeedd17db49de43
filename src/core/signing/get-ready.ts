/*
 * Owns what a signing run does beside the reading of its files: it looks at the places to publish to, loads whom it trusts, and
 * asks for its token when the reading is about to end. Must not make anything public, nor spend the run's budget.
 */
import { admittedToken, type AdmittedToken, type TokenPorts } from '../identity/admitted-token.ts'
import { connect, type LoadedServices, loadChosen } from '../services/load-services.ts'
import { ActionError } from '../shared/errors.ts'
import type { SigningEngine, SignInputs, Tools, TrustProvider } from '../types.ts'

/** Milliseconds for a token that is asked for early. */
const EARLY = 2_000

/** ReadyPorts is what getting ready needs: what a token needs, and where trust and clients come from. */
export interface ReadyPorts extends Pick<TokenPorts, 'identity' | 'job'> {
  readonly inputs: TokenPorts['inputs'] & Pick<SignInputs, 'rekorVersion'>
  readonly tools: Tools
  readonly trust: TrustProvider
  /** Loads the engine's modules. */
  readonly loadEngine: () => Promise<SigningEngine>
}

/** Ready is everything that a run talks to and judges by, and the places that it looked at. */
export interface Ready<R> extends LoadedServices {
  readonly reserved: R
  /** Left out where none could be had in a moment: an outage is waited out once the files are read. */
  readonly token?: AdmittedToken
}

/**
 * getReady does all of it; the token is asked for when `reserving` and `nearEnd` have settled. Throws what `reserving` throws,
 * E_TUF_*, E_TRUSTED_ROOT, E_SIGNING_CONFIG, and of admittedToken what no waiting mends: whatever fails first. Asks for no
 * token any more once the signal was aborted.
 */
export async function getReady<R>(
  ports: ReadyPorts,
  reserving: Promise<R>,
  nearEnd: Promise<void>,
  signal: AbortSignal,
): Promise<Ready<R>> {
  const { inputs, tools } = ports
  const loading = loadChosen(tools, ports.trust, inputs)
  const asking = async (): Promise<AdmittedToken | undefined> => {
    const [{ services }] = await Promise.all([loading, reserving, nearEnd])
    signal.throwIfAborted()
    const { identity, job } = ports
    const deadline = tools.clock.now() + EARLY
    return unlessPassing(admittedToken({ tools, identity, services, inputs, job, deadline }, signal))
  }
  const connecting = loading.then((chosen) => connect(chosen, ports.loadEngine))
  const [reserved, { services, trusted }, token] = await Promise.all([reserving, connecting, asking()])
  return { reserved, services, trusted, ...(token !== undefined && { token }) }
}

async function unlessPassing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ActionError && error.transient !== undefined) return undefined
    throw error
  }
}
