/* Gives the built action signing configs and trusted roots that are of no use: it says so before anybody is asked. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { writeFiles } from '../../support/builders.ts'
import { expectRefused, inScene } from '../sign-scene.ts'

type Json = Readonly<Record<string, unknown>>

const past = { start: '2020-01-01T00:00:00Z', end: '2021-01-01T00:00:00Z' }
const future = { start: new Date(Date.now() + 86_400_000).toISOString() }

/** Changes every service of one kind. */
const changed =
  (name: string, change: Json) =>
  (config: Json): Json => ({
    ...config,
    [name]: (config[name] as readonly Json[]).map((offer) => ({ ...offer, ...change })),
  })

const unusable: Readonly<Record<string, (config: Json) => unknown>> = {
  'Q5 all logs have ended': changed('rekorTlogUrls', { validFor: past }),
  'every Fulcio is yet to come': changed('caUrls', { validFor: future }),
  'Q5 the timestamp authority is of an unknown version': changed('tsaUrls', { majorApiVersion: 9 }),
  'a service is not behind https': changed('tsaUrls', { url: 'http://tsa.example' }),
  'Q5 the selector is unknown': (config) => ({ ...config, rekorTlogConfig: { selector: 'MOST' } }),
  'more logs are wanted than there are': (config) => ({ ...config, tsaConfig: { selector: 'EXACT', count: 2 } }),
  'it is of another version': (config) => ({
    ...config,
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.1+json',
  }),
  'it is a list': () => [],
}

describe('the signing config', () => {
  it.concurrent.each(Object.entries(unusable))('%s: it is refused', (_, change) =>
    inScene({}, async (scene) => {
      const { sandbox } = scene
      const config = JSON.parse(readFileSync(sandbox.signingConfigPath, 'utf8')) as Json
      const [file = ''] = writeFiles(sandbox.directory, { 'unusable.json': JSON.stringify(change(config)) })
      const run = await scene.sign({ with: { 'signing-config': file, 'upload-artifact': 'false' } })
      expectRefused(run, 'E_SIGNING_CONFIG', 'Signing config: ')
      expect(sandbox.requests).toEqual([])
    }),
  )

  it.concurrent('is refused when it offers no log of the wanted version', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ with: { 'rekor-version': '2', 'upload-artifact': 'false' } })
      expectRefused(run, 'E_SIGNING_CONFIG')
      expect(scene.sandbox.requests).toEqual([])
    }),
  )
})

const roots: Readonly<Record<string, string | undefined>> = {
  'I21 is missing': undefined,
  'I21 is not JSON': '{',
  'I21 is of another kind': '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}',
  'I21 has no authorities':
    '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1","certificateAuthorities":[]}',
}

describe('the trusted root', () => {
  it.concurrent.each(Object.entries(roots))('%s: it is refused before anybody is asked', (_, text) =>
    inScene(text === undefined ? {} : { files: { 'x.iso': 'x', 'root.json': text } }, async (scene) => {
      const run = await scene.sign({ with: { 'trusted-root': 'root.json', 'upload-artifact': 'false' } })
      const problem = text === undefined ? "there is no file 'root.json'" : 'not a Sigstore trusted root'
      expectRefused(run, 'E_TRUSTED_ROOT', problem)
      expect(scene.sandbox.requests).toEqual([])
    }),
  )
})
