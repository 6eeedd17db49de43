/* Shows when a run asks for its token and looks at the services beside the reading of its files, and what ends the asking. */
import { describe, expect, it } from '@jest/globals'
import { getReady } from '../../../src/core/signing/get-ready.ts'
import { MINUTE, newCredentialScene, START } from '../../support/credential-scene.ts'
import { engineWith, signingConfig, trustedRoot } from '../../support/trust-material.ts'

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

function play(claims: Readonly<Record<string, string>> = {}) {
  const { ports, asked, time, deadlines } = newCredentialScene({ claims })
  const looks: number[] = []
  const engine = engineWith(async () => void looks.push(asked.tokens))
  const [looked, read, loaded] = [newGate(), newGate(), newGate()]
  const stop = new AbortController()
  const ready = getReady(
    {
      tools: ports.tools,
      identity: ports.identity,
      job: ports.job,
      inputs: { ...ports.inputs, rekorVersion: undefined, timeout: 10 * MINUTE },
      trust: { load: async () => ({ trustedRoot, signingConfig }) },
      loadEngine: () => loaded.passed.then(() => engine),
    },
    looked.passed.then(() => 'the places'),
    read.passed,
    stop.signal,
  )
  const ended = ready.catch(() => undefined)
  return { ready, ended, looked, read, loaded, stop, asked, looks, time, deadlines }
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

  it('is asked for while the engine is loaded, and every service is looked at after it', async () => {
    const { ready, looked, loaded, read, asked, looks } = play()
    looked.open()
    read.open()
    await meanwhile()
    expect([asked.tokens, looks]).toEqual([1, []])
    loaded.open()
    await ready
    expect(looks).toEqual([1, 1, 1, 1])
  })

  it('has the budget of the inputs from when it is asked for, and so have the looks', async () => {
    const { ready, looked, loaded, read, time, deadlines } = play()
    looked.open()
    loaded.open()
    await meanwhile()
    time.now = START + MINUTE
    read.open()
    await expect(ready).resolves.toMatchObject({ asked: START + MINUTE })
    expect(deadlines.slice(1)).toEqual(Array(5).fill(START + 11 * MINUTE))
  })
})

describe('a failure', () => {
  it('of the reading has nobody asked for a token', async () => {
    const { ended, looked, loaded, read, stop, asked, looks } = play()
    stop.abort(new Error('the file has changed'))
    for (const gate of [looked, read, loaded]) gate.open()
    await ended
    expect([asked.tokens, looks]).toEqual([0, []])
  })

  it('of the reading, once there is a token, has no service looked at', async () => {
    const { ready, looked, loaded, read, stop, asked, looks } = play()
    looked.open()
    read.open()
    await meanwhile()
    stop.abort(new Error('the file has changed'))
    loaded.open()
    await expect(ready).rejects.toThrow('the file has changed')
    expect([asked.tokens, looks]).toEqual([1, []])
  })

  it('of a gate has no service looked at, and waits for no engine', async () => {
    const { ready, looked, read, looks } = play({ event_name: 'pull_request_target' })
    looked.open()
    read.open()
    await expect(ready).rejects.toMatchObject({ code: 'E_EVENT_REFUSED' })
    expect(looks).toEqual([])
  })
})
