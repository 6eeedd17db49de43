/* Shows when a run asks for its token beside the reading of its files, what ends the asking, and what is left for later. */
import { describe, expect, it } from '@jest/globals'
import { serviceFailure, type FailureKind } from '../../../src/core/services/service-failure.ts'
import { getReady } from '../../../src/core/signing/get-ready.ts'
import { MINUTE, newCredentialScene, START } from '../../support/credential-scene.ts'
import { engine, signingConfig, trustedRoot } from '../../support/trust-material.ts'
import type { IdentityProvider } from '../../../src/core/types.ts'

interface Gate {
  readonly passed: Promise<void>
  readonly open: () => void
}

function newGate(): Gate {
  let open = (): void => undefined
  const passed = new Promise<void>((resolve) => (open = resolve))
  return { passed, open: () => open() }
}

/** Long enough for everything that waits for nothing. */
const meanwhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

function play(claims: Readonly<Record<string, string>> = {}, token?: IdentityProvider['token']) {
  const { ports, asked, time, deadlines } = newCredentialScene({ claims })
  const { identity, inputs, job, tools } = ports
  const [looked, read, loaded] = [newGate(), newGate(), newGate()]
  const stop = new AbortController()
  const ready = getReady(
    {
      ...{ tools, job },
      identity: token === undefined ? identity : { url: identity.url, token },
      inputs: { ...inputs, rekorVersion: undefined },
      trust: { load: async () => ({ trustedRoot, signingConfig }) },
      loadEngine: () => loaded.passed.then(() => engine),
    },
    looked.passed.then(() => 'the places'),
    read.passed,
    stop.signal,
  )
  const ended = ready.catch((error: unknown) => error)
  const openAll = (): void => {
    for (const gate of [looked, read, loaded]) gate.open()
  }
  return { ready, ended, looked, read, loaded, openAll, stop, asked, time, deadlines }
}

describe('the token', () => {
  it.each([
    ['the reading is about to end', 'read'],
    ['the places are known to be free', 'looked'],
  ] as const)('is asked for when %s, and not before', async (_, last) => {
    const scene = play()
    const { asked, looked, loaded, read } = scene
    for (const gate of [looked, read, loaded]) if (gate !== scene[last]) gate.open()
    await meanwhile()
    expect(asked.tokens).toBe(0)
    scene[last].open()
    await expect(scene.ready).resolves.toMatchObject({ reserved: 'the places', token: { claims: { sha: 'c' } } })
    expect(asked).toEqual({ tokens: 1, certificates: 0 })
  })

  it('is asked for while the engine is loaded', async () => {
    const { ready, looked, loaded, read, asked } = play()
    looked.open()
    read.open()
    await meanwhile()
    expect(asked.tokens).toBe(1)
    loaded.open()
    await ready
  })

  it('gets two seconds, for the budget of the run has not begun', async () => {
    const { ready, openAll, time, deadlines } = play()
    time.now = START + MINUTE
    openAll()
    await ready
    expect(deadlines.slice(1)).toEqual([START + MINUTE + 2_000])
  })

  it.each<FailureKind>(['unavailable', 'network', 'timeout', 'response'])(
    'is left for later where an endpoint fails as may pass: %s',
    async (kind) => {
      const { ready, openAll } = play({}, () => Promise.reject(serviceFailure('token', kind, { text: 'no' })))
      openAll()
      expect(Object.keys(await ready)).toEqual(['reserved', 'services', 'trusted'])
    },
  )
})

describe('a failure', () => {
  it('of the reading has nobody asked for a token', async () => {
    const { ended, openAll, stop, asked } = play()
    stop.abort(new Error('the file has changed'))
    openAll()
    await ended
    expect(asked.tokens).toBe(0)
  })

  it('of the reading gives up the token that was asked for', async () => {
    let given: AbortSignal | undefined
    const { ended, openAll, stop } = play({}, async (_, signal) => {
      given = signal
      return new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      })
    })
    openAll()
    await meanwhile()
    expect(given?.aborted).toBe(false)
    stop.abort(new Error('the file has changed'))
    expect(await ended).toEqual(new Error('the file has changed'))
    expect(given?.aborted).toBe(true)
  })

  it.each([
    ['of a gate', { event_name: 'pull_request_target' }, undefined, 'E_EVENT_REFUSED'],
    [
      'of the endpoint that no waiting mends',
      {},
      () => Promise.reject(serviceFailure('token', 'rejected', { text: 'no' })),
      'E_OIDC_PERMISSION',
    ],
  ] as const)('%s ends it at once', async (_, claims, token, code) => {
    const { ready, looked, read } = play(claims, token)
    looked.open()
    read.open()
    await expect(ready).rejects.toMatchObject({ code })
  })
})
