/* Signs a hundred files: how much memory and how many requests that takes, and how many at a time. */
import path from 'node:path'
import { expect, it } from '@jest/globals'
import type { RouteName } from '../../../sandbox/routes.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { verifyIndependently } from '../../../sandbox/oracles/second-opinion.ts'
import { expectSuccess, requestsOf } from '../../support/oracles.ts'
import { count, inScene, signatureFiles } from '../sign-scene.ts'

const hundred = Array.from({ length: 100 }, (_, index) => `${index}.iso`)

/** Milliseconds of an answer: long beside the work on one file, so that a busy machine, too, has all on the way at once. */
const DELAY = 150

/** The most requests of a route that were open at one time, where each is open for `delay` milliseconds at least. */
function mostAtOnce(sandbox: Sandbox, route: RouteName, delay: number): number {
  const arrivals = requestsOf(sandbox, route).map(({ at }) => at)
  return Math.max(...arrivals.map((start) => arrivals.filter((at) => at >= start && at < start + delay).length))
}

it('X37 signs a hundred files with one certificate, eight at a time, where 64 may be open', () =>
  inScene({ files: Object.fromEntries(hundred.map((name) => [name, name])), delay: DELAY }, async (scene) => {
    const { sandbox, workspace } = scene
    const memory = 192 * 1024 * 1024
    const launcher = process.platform === 'linux' ? ['bash', '-c', 'ulimit -n 64 && exec "$@"', 'bash'] : []
    const run = await scene.sign({ memory, launcher, with: { files: '*.iso', 'upload-artifact': 'false' } })
    expectSuccess(run)
    expect(run.written).toEqual(signatureFiles(...hundred))
    for (const name of ['0.iso', '50.iso', '99.iso']) verifyIndependently(path.join(workspace, name), sandbox)
    const routes = ['runner.token', 'fulcio.certificate', 'rekor.create', 'tsa.timestamp'] as const
    expect(routes.map((route) => count(sandbox, route))).toEqual([1, 1, 100, 100])
    // Beside them, one look at Fulcio, at the log and at the authority.
    expect(sandbox.requests).toHaveLength(202 + 3)
    for (const route of ['rekor.create', 'tsa.timestamp'] as const) {
      expect(mostAtOnce(sandbox, route, DELAY)).toBeGreaterThanOrEqual(6)
      expect(mostAtOnce(sandbox, route, DELAY)).toBeLessThanOrEqual(8)
    }
    expect(JSON.parse(run.outputs['results'] ?? '')).toHaveLength(100)
  }))
