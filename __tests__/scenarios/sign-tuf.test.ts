/*
 * Has the built action take trusted root and signing config from a TUF repository: a good one, a failing one, and ones
 * that must not be believed. The numbers are those of the fault matrix.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { verify } from 'sigstore'
import { html, lieJson, status, type Fault } from '../../sandbox/faults.ts'
import type { RouteName } from '../../sandbox/http.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { temporaryDirectory } from '../support/builders.ts'
import { identityIn } from '../../sandbox/oracles/second-opinion.ts'
import { count, expectRefused, expectSigned, inScene } from './sign-scene.ts'

/** Inputs of a run that knows nothing but the repository's URL and its first root. */
const fromTuf = ({ urls, tufRootPath }: Sandbox): Readonly<Record<string, string>> => ({
  'trusted-root': '',
  'signing-config': '',
  'tuf-url': urls.tuf,
  'tuf-root': tufRootPath,
  'upload-artifact': 'false',
})
const requests = ({ requests: all }: Sandbox): number => all.filter(({ service }) => service === 'tuf').length

describe('a TUF repository', () => {
  it.concurrent('gives all that signing needs, and leaves no cache', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: fromTuf(scene.sandbox) })
      expectSigned(scene, run, 'x.iso')
      expect(requests(scene.sandbox)).toBeGreaterThanOrEqual(6)
      expect(run.outputs['verify-command']).not.toContain('--trusted-root')
      expect(run.summary).toContain('cosign initialize')
    }),
  )

  it.concurrent('serves those who verify with the sigstore package, too', () =>
    inScene({}, async (scene) => {
      expectSigned(scene, await scene.sign({ with: fromTuf(scene.sandbox) }), 'x.iso')
      const bundle = readFileSync(path.join(scene.workspace, 'x.iso.sigstore.json'), 'utf8')
      const options = {
        tufMirrorURL: scene.sandbox.urls.tuf,
        tufRootPath: scene.sandbox.tufRootPath,
        tufCachePath: temporaryDirectory(),
        certificateIssuer: scene.sandbox.urls.oidc,
      }
      const check = (content: string) =>
        verify(JSON.parse(bundle) as Parameters<typeof verify>[0], Buffer.from(content), options)
      const { identity } = await check('an image')
      expect(identity?.subjectAlternativeName).toBe(identityIn(scene.sandbox))
      await expect(check('another image')).rejects.toThrow()
    }),
  )

  it.concurrent('has a signing config for those who ask for Rekor v2', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: { ...fromTuf(scene.sandbox), 'rekor-version': '2' } })
      expectSigned(scene, run, 'x.iso')
      expect([count(scene.sandbox, 'rekor.create'), count(scene.sandbox, 'rekor2.create')]).toEqual([0, 1])
    }),
  )

  it.concurrent('is not asked where the files are given', () =>
    inScene({}, async (scene) => {
      expectSigned(scene, await scene.sign({ with: { 'upload-artifact': 'false' } }), 'x.iso')
      expect(requests(scene.sandbox)).toBe(0)
    }),
  )

  it.concurrent.each<[string, RouteName, Fault]>([
    ['503 (U1)', 'tuf.metadata', status(503)],
    ['429 (U2)', 'tuf.metadata', status(429)],
    ['a reset (U4)', 'tuf.metadata', { kind: 'reset-before' }],
    ['a truncated target (U4)', 'tuf.target', { kind: 'truncate' }],
  ])('that fails for a moment is asked again: %s', (_, route, fault) =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script(route, fault)
      const run = await scene.sign({ with: fromTuf(scene.sandbox) })
      expectSigned(scene, run, 'x.iso')
      expect(run.stdout).toContain('trying again')
    }),
  )
})

interface Distrust {
  readonly code: string
  readonly text: string
  readonly tries: number
  /** What every request of a route meets. */
  readonly fault?: readonly [RouteName, Fault]
  readonly with?: Readonly<Record<string, string>>
}

const unsigned = lieJson((body) => ({ ...(body as object), signatures: [] }))

const distrusted: Readonly<Record<string, Distrust>> = {
  'blocks us (U3)': { code: 'E_TUF_BLOCKED', text: 'egress', tries: 4, fault: ['tuf.metadata', status(403)] },
  'is a captive portal (U5)': { code: 'E_TUF_RESPONSE', text: 'portal', tries: 4, fault: ['tuf.metadata', html()] },
  'is not signed (U8)': { code: 'E_TUF_SIGNATURE', text: 'not signed by', tries: 1, fault: ['tuf.metadata', unsigned] },
  'serves another file (U9)': {
    code: 'E_TUF_TARGET',
    text: 'not the one that the signed metadata names',
    tries: 1,
    fault: ['tuf.target', status(200, {}, '{}')],
  },
  'is unknown, without a root': { code: 'E_TUF_ROOT', text: 'tuf-root', tries: 0, with: { 'tuf-root': '' } },
  'has a root that is missing here': {
    code: 'E_TUF_ROOT',
    text: 'cannot be read',
    tries: 0,
    with: { 'tuf-root': 'nowhere.json' },
  },
  'has a root that is none': { code: 'E_TUF_ROOT', text: 'not JSON', tries: 0, with: { 'tuf-root': 'x.iso' } },
}

describe('nothing is signed when the TUF repository', () => {
  it.concurrent.each(Object.entries(distrusted))('%s', (_, { code, text, tries, fault, with: inputs }) =>
    inScene({}, async (scene) => {
      const { sandbox } = scene
      if (fault !== undefined) sandbox.faults.always(...fault)
      const run = await scene.sign({ with: { ...fromTuf(sandbox), ...inputs } })
      expectRefused(run, code, text)
      expect(run.stdout.match(/trying again/g) ?? []).toHaveLength(Math.max(0, tries - 1))
      expect(sandbox.requests.filter(({ service }) => service !== 'tuf')).toEqual([])
      expect(requests(sandbox) > 0).toBe(tries > 0)
    }),
  )

  it.concurrent('has expired (U6)', () =>
    inScene({}, async (scene) => {
      scene.sandbox.tuf.expires.timestamp = Date.now() - 1000
      const run = await scene.sign({ with: fromTuf(scene.sandbox) })
      expectRefused(run, 'E_TUF_EXPIRED', 'clock')
      expect(run.stdout).not.toContain('trying again')
      expect(count(scene.sandbox, 'runner.token')).toBe(0)
    }),
  )
})
