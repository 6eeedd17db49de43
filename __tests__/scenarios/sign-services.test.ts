/* Gives the built action signing configs, and looks at which services it then talks to. What it refuses is in refusals/services. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { writeFiles } from '../support/builders.ts'
import { verifyIndependently } from '../../sandbox/oracles/second-opinion.ts'
import { expectSuccess } from '../support/oracles.ts'
import { count, expectSigned, inScene } from './sign-scene.ts'

type Json = Readonly<Record<string, unknown>>
interface Offer {
  readonly url: string
  readonly majorApiVersion: number
  readonly validFor: { readonly start: string; readonly end?: string }
  readonly operator: string
}

const future = { start: new Date(Date.now() + 86_400_000).toISOString() }
const read = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json
const list = <T>(from: Json, name: string): readonly T[] => from[name] as readonly T[]

/** Writes JSON beside the sandbox's own files, and returns its path. */
function write(sandbox: Sandbox, name: string, value: unknown): string {
  const [file = ''] = writeFiles(sandbox.directory, { [name]: JSON.stringify(value) })
  return file
}

interface Choice {
  /** How the v2 log differs from one that is usable now; it stands before a usable v1 log. */
  readonly rekor2: Partial<Offer>
  readonly with?: Readonly<Record<string, string>>
  readonly asked: readonly [rekor: number, rekor2: number]
}

const choices: Readonly<Record<string, Choice>> = {
  'Q4 v1 while v2 is yet to come': { rekor2: { validFor: future }, asked: [1, 0] },
  'v2 where both are usable': { rekor2: {}, asked: [0, 1] },
  'v1 where both are usable and it was asked for': { rekor2: {}, with: { 'rekor-version': '1' }, asked: [1, 0] },
}

const changed =
  (name: string, change: Partial<Offer>) =>
  (config: Json): Json => ({ ...config, [name]: list<Offer>(config, name).map((offer) => ({ ...offer, ...change })) })

describe('the signing config', () => {
  it.concurrent.each(Object.entries(choices))('%s is what it leads to', (_, { rekor2, with: inputs, asked }) =>
    inScene({}, async (scene) => {
      const { sandbox } = scene
      const config = read(sandbox.signingConfigPath)
      const [first] = list<Offer>(read(sandbox.signingConfigRekor2Path), 'rekorTlogUrls')
      const rekorTlogUrls = [{ ...first, ...rekor2 }, ...list<Offer>(config, 'rekorTlogUrls')]
      const file = write(sandbox, 'both.json', { ...config, rekorTlogUrls })
      expectSigned(scene, await scene.sign({ with: { 'signing-config': file, ...inputs } }), 'x.iso')
      expect([count(sandbox, 'rekor.create'), count(sandbox, 'rekor2.create')]).toEqual(asked)
    }),
  )

  it.concurrent('that asks for ALL gets an entry of every log and a timestamp of every authority', () =>
    inScene({}, async (scene) => {
      const { sandbox, workspace } = scene
      const second = await startSandbox()
      // Both authorities have one serial number, for they are mocks: two timestamps of one second would be one.
      second.clock.tsa = 1000
      const both = (name: string, one: Json, other: Json): Json => ({
        [name]: [...list(one, name), ...list(other, name)],
      })
      const [config, theirs] = [read(sandbox.signingConfigPath), changedOperator(read(second.signingConfigPath))]
      const [root, theirRoot] = [read(sandbox.trustedRootPath), read(second.trustedRootPath)]
      const all = { rekorTlogConfig: { selector: 'ALL' }, tsaConfig: { selector: 'ALL' } }
      const signingConfig = {
        ...config,
        ...all,
        ...both('rekorTlogUrls', config, theirs),
        ...both('tsaUrls', config, theirs),
      }
      const trustedRoot = {
        ...root,
        ...both('tlogs', root, theirRoot),
        ...both('timestampAuthorities', root, theirRoot),
      }
      const files = {
        'signing-config': write(sandbox, 'all.json', signingConfig),
        'trusted-root': write(sandbox, 'both-roots.json', trustedRoot),
      }
      const run = await scene.sign({ with: files })
      const asked = [sandbox, second].map((each) => [count(each, 'rekor.create'), count(each, 'tsa.timestamp')])
      await second.close()
      expectSuccess(run)
      verifyIndependently(path.join(workspace, 'x.iso'), { ...sandbox, trustedRootPath: files['trusted-root'] })
      expect(asked).toEqual([
        [1, 1],
        [1, 1],
      ])
      expect(run.outputs['log-url']).toBe(sandbox.urls.rekor)
    }),
  )
})

const changedOperator = (config: Json): Json =>
  ['rekorTlogUrls', 'tsaUrls'].reduce((result, name) => changed(name, { operator: 'second' })(result), config)

describe('Rekor v2', () => {
  it.concurrent('makes a bundle that says by itself when it was signed, and the log says what it cannot do', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: { 'signing-config': scene.sandbox.signingConfigRekor2Path } })
      expectSigned(scene, run, 'x.iso')
      expect(run.stdout).toContain('.sig and .pem alone cannot be verified')
      expect(run.outputs['verify-command']).toContain(' --use-signed-timestamps ')
      expect(run.summary).not.toContain('--signature')
    }),
  )

  it.concurrent('Q2 is signed for again, otherwise, when a reply was lost and the log knows the entry', () =>
    inScene({}, async (scene) => {
      const { sandbox } = scene
      sandbox.faults.script('rekor2.create', { kind: 'lost-reply' })
      const run = await scene.sign({
        with: { 'signing-config': sandbox.signingConfigRekor2Path, 'rekor-version': '2' },
      })
      expectSigned(scene, run, 'x.iso')
      expect(sandbox.requests.filter(({ route }) => route === 'rekor2.create').map(({ status }) => status)).toEqual([
        0, 409, 201,
      ])
      expect(count(sandbox, 'fulcio.certificate')).toBe(1)
    }),
  )
})
