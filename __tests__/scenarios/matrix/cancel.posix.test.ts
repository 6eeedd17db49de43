/* Cancels both actions in every phase: gone within two seconds, nothing half-written, what is public already named. */
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Fault } from '../../../sandbox/faults.ts'
import type { RouteName } from '../../../sandbox/routes.ts'
import type { ActionRun } from '../../../sandbox/runner/run-step.ts'
import { startSandbox } from '../../../sandbox/sandbox.ts'
import { sparseFile } from '../../support/builders.ts'
import { expectFailure } from '../../support/oracles.ts'
import {
  count,
  expectRefused,
  fromTuf,
  inScene,
  signatureFiles,
  warningsOf,
  type Run,
  type Scene,
  type Step,
} from '../sign-scene.ts'
import { expectRefused as expectVerifyRefused, newScene } from '../verify-scene.ts'

/** Bytes that take most of a second to hash at least. */
const LARGE = 2 * 1024 ** 3
const stall: Fault = { kind: 'stall-headers' }

interface Phase {
  readonly signal: NodeJS.Signals
  /** Once this is asked, and a moment has passed, the signal is sent. */
  readonly route: RouteName
  /** What the route meets; by itself it never answers. */
  readonly fault?: Fault
  readonly with?: (scene: Scene) => Readonly<Record<string, string>>
  readonly prepare?: (scene: Scene) => unknown
  /** A part of the one warning, which names what is public. */
  readonly warning?: string
  /** True where the files were signed by then: they stay, and their outputs. */
  readonly stands?: boolean
}

const phases: Readonly<Record<string, Phase>> = {
  'before the artifact name is known to be free': {
    signal: 'SIGINT',
    route: 'artifacts.ListArtifacts',
    fault: { kind: 'stall-body' },
  },
  'while the trust root is loaded': { signal: 'SIGTERM', route: 'tuf.metadata', with: fromTuf },
  'P2 while a file is hashed': {
    signal: 'SIGTERM',
    route: 'artifacts.ListArtifacts',
    fault: { kind: 'none' },
    with: () => ({ files: 'large.iso' }),
    prepare: ({ workspace }) => sparseFile(path.join(workspace, 'large.iso'), LARGE),
  },
  'while the token is asked for': { signal: 'SIGINT', route: 'runner.token' },
  'while it waits to ask for the token again': {
    signal: 'SIGINT',
    route: 'runner.token',
    fault: { kind: 'status', status: 429, headers: { 'retry-after': '60' } },
  },
  'P1 while Fulcio is asked': { signal: 'SIGINT', route: 'fulcio.certificate' },
  'while Rekor is asked': { signal: 'SIGTERM', route: 'rekor.create', warning: 'may be public: x.iso (' },
  'while the timestamp authority is asked': {
    signal: 'SIGINT',
    route: 'tsa.timestamp',
    warning: 'x.iso (log index 10000',
  },
  'while the artifact is made': { signal: 'SIGTERM', route: 'artifacts.CreateArtifact', stands: true },
  'while the artifact is sent': { signal: 'SIGINT', route: 'blobs.put', stands: true },
  'while the artifact is finished': { signal: 'SIGTERM', route: 'artifacts.FinalizeArtifact', stands: true },
  'while the artifact is read back': { signal: 'SIGINT', route: 'blobs.get', stands: true },
}

/** Sends a signal a moment after `isTime` says so; `lasted` tells the milliseconds from there to the end. */
function interruption(
  signal: NodeJS.Signals,
  isTime: () => boolean,
): { readonly started: NonNullable<ActionRun['started']>; readonly lasted: () => number } {
  let [since, ended] = [Infinity, 0]
  return {
    lasted: () => ended - since,
    started: (child) => {
      const timer = setInterval(() => {
        if (!isTime()) return
        clearInterval(timer)
        setTimeout(() => {
          since = performance.now()
          child.kill(signal)
        }, 100)
      }, 10)
      child.on('exit', () => {
        clearInterval(timer)
        ended = performance.now()
      })
    },
  }
}

function expectCancelled({ stands = false, signal, warning }: Phase, run: Run): void {
  expect(warningsOf(run)).toEqual(warning === undefined ? [] : [expect.stringContaining(warning)])
  if (!stands) return expectRefused(run, 'E_CANCELLED', signal)
  expectFailure(run, 'E_CANCELLED')
  expect(run.written).toEqual(signatureFiles('x.iso'))
  expect(run.outputs['signed']).toBe('true')
  expect(run.stdout).toMatch(/^Signed x\.iso .* log index 10000/m)
}

describe('signing that is cancelled', () => {
  it.concurrent.each(Object.entries(phases))('%s', (_, phase) =>
    inScene({}, async (scene) => {
      const { sandbox } = scene
      const { route, fault = stall, signal } = phase
      phase.prepare?.(scene)
      sandbox.faults.always(route, fault)
      const isTime = (): boolean =>
        count(sandbox, route) > 0 &&
        (phase.warning?.includes('log index') !== true || count(sandbox, 'rekor.create') > 0)
      const { started, lasted } = interruption(signal, isTime)
      const step: Step = { started, with: phase.with?.(scene) ?? {} }
      const run = await scene.sign(step)
      expectCancelled(phase, run)
      expect(lasted()).toBeLessThan(2000)
    }),
  )
})

const verifyPhases: Readonly<Record<string, readonly [NodeJS.Signals, RouteName, Fault, string]>> = {
  'while the trust root is loaded': ['SIGTERM', 'tuf.metadata', stall, 'x.iso'],
  'while a file is hashed': ['SIGINT', 'tuf.target', { kind: 'none' }, 'large.iso'],
}

describe('verifying that is cancelled', () => {
  it.concurrent.each(Object.entries(verifyPhases))('%s', async (_, [signal, route, fault, files]) => {
    const [scene, sandbox] = [await newScene(), await startSandbox()]
    try {
      sandbox.faults.always(route, fault)
      sparseFile(path.join(scene.workspace, 'large.iso'), LARGE)
      scene.write('large.iso.sigstore.json', JSON.stringify(await scene.forge.bundle()))
      const { started, lasted } = interruption(signal, () => count(sandbox, route) > 0)
      const trust = { 'trusted-root': '', 'tuf-url': sandbox.urls.tuf, 'tuf-root': sandbox.tufRootPath }
      const result = await scene.verify({ ...trust, files }, { sandbox, started })
      expectVerifyRefused(result, 'E_CANCELLED')
      expect(lasted()).toBeLessThan(2000)
    } finally {
      await sandbox.close()
    }
  })
})
