/* Looks at the process itself: how much memory and how many requests it takes, when it ends, and how it is cancelled. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Fault } from '../../sandbox/faults.ts'
import type { RouteName } from '../../sandbox/routes.ts'
import type { ActionRun } from '../../sandbox/runner/run-step.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { sparseFile, temporaryDirectory } from '../support/builders.ts'
import { verifyIndependently } from '../support/independent-verification.ts'
import { expectSuccess, requestsOf } from '../support/oracles.ts'
import { count, expectRefused, expectSigned, inScene, signatureFiles, type Step } from './sign-scene.ts'

const GIBIBYTE = 1024 ** 3
/** `sha256sum` of five gibibytes that end like every sparse file of ours. */
const FIVE_GIBIBYTES = '2979d95574e635b3c8ccd011067bed7b2b062311b8bc9a1c6ef89239bad74212'

const hundred = Array.from({ length: 100 }, (_, index) => `${index}.iso`)

/** The most requests of a route that were open at one time, where each is open for `delay` milliseconds at least. */
function mostAtOnce(sandbox: Sandbox, route: RouteName, delay: number): number {
  const arrivals = requestsOf(sandbox, route).map(({ at }) => at)
  return Math.max(...arrivals.map((start) => arrivals.filter((at) => at >= start && at < start + delay).length))
}

/** Notes how many milliseconds passed between the last line that a process printed and its end. */
function lingering(): { readonly started: NonNullable<ActionRun['started']>; readonly milliseconds: () => number } {
  let [said, ended] = [0, 0]
  return {
    started: (child) => {
      child.stdout?.on('data', () => (said = performance.now()))
      child.on('exit', () => (ended = performance.now()))
    },
    milliseconds: () => ended - said,
  }
}

describe('the process', () => {
  it('signs an image of five gibibytes in little memory', () =>
    inScene({}, async (scene) => {
      // Reading a hole costs next to nothing in memory, and a page of cache after the other on a disk.
      const store = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/keyless-sign-test-') : temporaryDirectory()
      const image = sparseFile(path.join(store, 'zeta.iso'), 5 * GIBIBYTE)
      const run = await scene.sign({ with: { files: image } })
      rmSync(store, { recursive: true })
      expectSuccess(run)
      expect(run.outputs['sha256']).toBe(FIVE_GIBIBYTES)
      expect(run.written).toEqual(signatureFiles('zeta.iso'))
      expect(run.outputs['verify-command']).toContain(" sha256:$(sha256sum < zeta.iso | cut -d' ' -f1)")
      expect(run.summary).toContain('5.4 GB')
    }))

  it('signs a hundred files with one certificate, eight at a time', () =>
    inScene({ files: Object.fromEntries(hundred.map((name) => [name, name])), delay: 25 }, async (scene) => {
      const { sandbox, workspace } = scene
      const memory = 192 * 1024 * 1024
      const run = await scene.sign({ memory, with: { files: '*.iso', 'upload-artifact': 'false' } })
      expectSuccess(run)
      expect(run.written).toEqual(signatureFiles(...hundred))
      for (const name of ['0.iso', '50.iso', '99.iso']) verifyIndependently(path.join(workspace, name), sandbox)
      const routes = ['runner.token', 'fulcio.certificate', 'rekor.create', 'tsa.timestamp'] as const
      expect(routes.map((route) => count(sandbox, route))).toEqual([1, 1, 100, 100])
      expect(sandbox.requests).toHaveLength(202)
      for (const route of ['rekor.create', 'tsa.timestamp'] as const) {
        expect(mostAtOnce(sandbox, route, 25)).toBeGreaterThanOrEqual(6)
        expect(mostAtOnce(sandbox, route, 25)).toBeLessThanOrEqual(8)
      }
      expect(JSON.parse(run.outputs['results'] ?? '')).toHaveLength(100)
    }))

  it('ends at once after its last line, though services keep connections open', () =>
    inScene({}, async (scene) => {
      const { started, milliseconds } = lingering()
      expectSigned(scene, await scene.sign({ started }), 'x.iso')
      expect(milliseconds()).toBeLessThan(500)
    }))

  it('ends at once when a service still owes it an answer', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always('fulcio.certificate', { kind: 'stall-body' })
      const { started, milliseconds } = lingering()
      expectRefused(await scene.sign({ started, with: { 'timeout-minutes': '0.01' } }), 'E_FULCIO_TIMEOUT')
      expect(milliseconds()).toBeLessThan(500)
    }))
})

const interruptions: Readonly<Record<string, readonly [NodeJS.Signals, RouteName, Fault]>> = {
  'SIGINT while Fulcio is silent (P1)': ['SIGINT', 'fulcio.certificate', { kind: 'stall-headers' }],
  'SIGTERM while Rekor is silent': ['SIGTERM', 'rekor.create', { kind: 'stall-headers' }],
  'SIGINT while it waits to try again': [
    'SIGINT',
    'runner.token',
    { kind: 'status', status: 429, headers: { 'retry-after': '60' } },
  ],
  'SIGINT before it may upload': ['SIGINT', 'artifacts.ListArtifacts', { kind: 'stall-body' }],
}

describe('a cancelled run', () => {
  it.each(Object.entries(interruptions))('is gone soon and leaves nothing: %s', (_, [signal, route, fault]) =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always(route, fault)
      let since = Infinity
      const started: Step['started'] = (child) => {
        const timer = setInterval(() => {
          if (count(scene.sandbox, route) === 0) return
          clearInterval(timer)
          setTimeout(() => {
            since = performance.now()
            child.kill(signal)
          }, 100)
        }, 20)
      }
      const run = await scene.sign({ started })
      expect(performance.now() - since).toBeLessThan(2000)
      expectRefused(run, 'E_CANCELLED', signal)
    }),
  )
})
