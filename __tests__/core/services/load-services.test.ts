/* Shows that a run talks to what the signing config names, judges by the trusted root, and gives loading a minute. */
import { describe, expect, it } from '@jest/globals'
import { loadServices, loadTrust } from '../../../src/core/services/load-services.ts'
import { newLog } from '../../support/recording-log.ts'
import { engine, signingConfig, trustedRoot, verifier } from '../../support/trust-material.ts'
import type { Call, Tools } from '../../../src/core/types.ts'

const NOW = Date.UTC(2026, 5, 1)

/** Tools that make a call once and remember it. */
function tools(): { readonly tools: Tools; readonly calls: readonly Call<unknown>[] } {
  const calls: Call<unknown>[] = []
  const clock = { now: () => NOW, random: () => 0, sleep: () => Promise.resolve() }
  return {
    calls,
    tools: {
      log: newLog(),
      clock,
      call: (call) => {
        calls.push(call)
        return call.attempt(new AbortController().signal)
      },
    },
  }
}

const load = (material: { readonly trustedRoot: unknown; readonly signingConfig: unknown }, rekorVersion?: 1 | 2) =>
  loadServices(tools().tools, { load: () => Promise.resolve(material) }, () => Promise.resolve(engine), {
    rekorVersion,
  })

describe('the services of a run', () => {
  it('are those that the signing config names', async () => {
    const { services } = await load({ trustedRoot, signingConfig })
    expect(services.certificateAuthority.url).toBe('https://fulcio')
    expect(services.transparencyLogs.map(({ url }) => url)).toEqual(['https://rekor', 'https://other'])
    expect(services.timestampAuthorities.map(({ url }) => url)).toEqual(['https://tsa'])
  })

  it('are judged by the trusted root that was loaded, and the engine for it', async () => {
    const { trusted } = await load({ trustedRoot, signingConfig })
    expect(trusted).toEqual({
      trustedRoot: { json: trustedRoot, logs: [] },
      verifier,
      readCertificate: engine.readCertificate,
    })
  })

  it('are none without a trusted root', async () => {
    await expect(load({ trustedRoot: {}, signingConfig })).rejects.toMatchObject({ code: 'E_TRUSTED_ROOT' })
  })

  it('are none of a version that is not offered', async () => {
    await expect(load({ trustedRoot, signingConfig }, 2)).rejects.toMatchObject({ code: 'E_SIGNING_CONFIG' })
  })
})

it('loading is one call of a minute, with the signal of its try', async () => {
  const { tools: once, calls } = tools()
  expect(await loadTrust(once, (signal) => Promise.resolve(signal instanceof AbortSignal))).toBe(true)
  expect(calls).toEqual([{ service: 'trustRoot', deadline: NOW + 60_000, attempt: expect.any(Function) }])
})
