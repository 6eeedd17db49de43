/* Gives the built actions files that are no files, files of others in their way, and names that lead elsewhere. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { fatalRename, refusedRename, stuckPool } from '../../support/faults.ts'
import { errorOf, expectRefused, expectSigned, inScene, type Scene, type Step } from '../sign-scene.ts'
import { expectFailure } from '../../support/oracles.ts'
import * as verifying from '../verify-scene.ts'

const digest = 'ab'.repeat(32)
/** Milliseconds on a busy machine; what waited for a file waited for a minute, or for ever. */
const SOON = 5000
const withoutArtifact = { 'upload-artifact': 'false' }

function makeFifo(directory: string, name = 'fifo'): string {
  const fifo = path.join(directory, name)
  execFileSync('mkfifo', [fifo])
  return fifo
}

describe('a file that is a FIFO', () => {
  const inputs: Readonly<Record<string, (fifo: string, scene: Scene) => Readonly<Record<string, string>>>> = {
    'trusted-root': (fifo) => ({ 'trusted-root': fifo }),
    'signing-config': (fifo) => ({ 'signing-config': fifo }),
    'tuf-root': (fifo, { sandbox }) => ({
      'trusted-root': '',
      'signing-config': '',
      'tuf-url': sandbox.urls.tuf,
      'tuf-root': fifo,
    }),
    checksums: (fifo) => ({ checksums: fifo }),
  }

  it.each(Object.entries(inputs))('Z8 is refused at once as %s', (_, given) =>
    inScene({}, async (scene) => {
      const fifo = makeFifo(scene.workspace)
      const run = await scene.sign({ with: { ...withoutArtifact, ...given(fifo, scene) } })
      expectRefused(run, 'E_FILE_TYPE', `'${fifo}' is a FIFO, not a regular file`)
      expect(run.milliseconds).toBeLessThan(SOON)
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it('Z8 is refused at once as the event', () =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ environment: { GITHUB_EVENT_PATH: makeFifo(scene.workspace) } })
      expectRefused(run, 'E_ENV', 'GITHUB_EVENT_PATH')
      expect(run.milliseconds).toBeLessThan(SOON)
      expect(scene.sandbox.requests).toEqual([])
    }))

  it.each(['trusted-root', 'bundle', 'signature', 'certificate'])(
    'Z8 is refused at once in verifying as %s',
    async (input) => {
      const scene = await verifying.newScene()
      const fifo = makeFifo(scene.workspace)
      const run = await scene.verify({ [input]: fifo })
      verifying.expectRefused(run, 'E_FILE_TYPE')
      expect(run.milliseconds).toBeLessThan(SOON)
    },
  )
})

describe('a disk that never answers', () => {
  it('Z8 does not keep a run that has failed', () =>
    inScene({}, async (scene) => {
      const preloads = [stuckPool(makeFifo(scene.workspace), 1)]
      const run = await scene.sign({ preloads, limit: 10_000, dies: true, with: { files: 'y.iso' } })
      expect([run.exitCode, run.outputs['error-code']]).toEqual([null, 'E_FILE_NOT_FOUND'])
      expect(errorOf(run)).toContain("No such file: 'y.iso'")
      expect(run.milliseconds).toBeLessThan(SOON)
    }))

  it('Z8 does not keep a run that is cancelled', () =>
    inScene({}, async (scene) => {
      let since = Infinity
      const started: Step['started'] = (child) => {
        setTimeout(() => {
          since = performance.now()
          child.kill('SIGINT')
        }, 1000)
      }
      const preloads = [stuckPool(makeFifo(scene.workspace), 4)]
      const run = await scene.sign({ preloads, started, limit: 10_000, dies: true })
      expect(performance.now() - since).toBeLessThan(2000)
      expect([run.exitCode, run.outputs['error-code'], run.written]).toEqual([null, 'E_CANCELLED', []])
      expect(scene.sandbox.requests).toEqual([])
    }))
})

const PGP = '-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0WIQ==\n=abcd\n-----END PGP SIGNATURE-----\n'
const PRIVATE_KEY = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n'
const foreign: Readonly<Record<string, string>> = {
  'x.iso.sig': PGP,
  'x.iso.pem': PRIVATE_KEY,
  'x.iso.sigstore.json': '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","dsseEnvelope":{}}',
}

describe('files in the way of signatures', () => {
  it.each(Object.entries(foreign))('Z9 that are not of our form are not replaced: %s', (name, text) =>
    inScene({ files: { 'x.iso': 'an image', [name]: text } }, async (scene) => {
      const run = await scene.sign()
      expectRefused(run, 'E_OUTPUT_PATH', `'${name}' is `)
      expect(errorOf(run)).toMatch(/^Fix: .*'output-directory'/m)
      expect(readFileSync(path.join(scene.workspace, name), 'utf8')).toBe(text)
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it('Z9 that are of our form are replaced, and only then it is said', () =>
    inScene({}, async (scene) => {
      expectSigned(scene, await scene.sign({ with: withoutArtifact }), 'x.iso')
      const run = await scene.sign({ with: withoutArtifact })
      expectSigned(scene, run, 'x.iso')
      expect(run.stdout.match(/^Older files have been replaced: .*'x\.iso\.sigstore\.json'$/gm)).toHaveLength(1)
    }))

  it('Z10 that cannot be replaced leave the older three whole, and nothing is said to be replaced', () =>
    inScene({}, async (scene) => {
      expectSigned(scene, await scene.sign({ with: withoutArtifact }), 'x.iso')
      for (const suffix of ['.sig', '.pem', '.sigstore.json']) {
        const run = await scene.sign({ with: withoutArtifact, preloads: [refusedRename(suffix)] })
        expectRefused(run, 'E_OUTPUT_WRITE', `cannot write '${scene.workspace}/x.iso${suffix}'`)
        expect(run.stdout).not.toContain('been replaced')
      }
    }))
})

describe('a kill between the first and the last file', () => {
  it('Z10 loses no older file', () =>
    inScene({}, async (scene) => {
      const contents = () => readdirSync(scene.workspace).map((name) => readFileSync(path.join(scene.workspace, name)))
      expectSigned(scene, await scene.sign({ with: withoutArtifact }), 'x.iso')
      const older = contents()
      const run = await scene.sign({ with: withoutArtifact, preloads: [fatalRename('.iso.pem')], dies: true })
      expect([run.exitCode, run.written.length]).toEqual([null, expect.any(Number)])
      expect(contents()).toEqual(expect.arrayContaining(older))
      const bundle = readFileSync(path.join(scene.workspace, 'x.iso.sigstore.json'))
      expect(older).toContainEqual(bundle)
    }))
})

describe('checksums with a name that leads elsewhere', () => {
  it.concurrent.each(['-', 'D:x', 'D:\\x', '\\\\host\\share\\x', '\\x', 'a\\..\\..\\x'])(
    'Z11 are refused: %s',
    (name) =>
      inScene({ files: {} }, async (scene) => {
        mkdirSync(path.join(scene.workspace, 'dist'))
        const run = await scene.sign({ with: { files: '', checksums: `${digest}  x.iso\n${digest}  ${name}` } })
        expectRefused(run, 'E_INPUT_CHECKSUMS', `Line 2 of the checksums names '${name}'`)
        expect(scene.sandbox.requests).toEqual([])
      }),
  )
})

const PASSWORD = 'correct-horse-battery'
const proxies: Readonly<Record<string, string>> = {
  'of another scheme': `socks5://user:${PASSWORD}@127.0.0.1:1080`,
  'without a scheme': `user:${PASSWORD}@127.0.0.1:3128`,
  'with a broken port': `http://user:${PASSWORD}@127.0.0.1:99999`,
  'without a host': `http://user:${PASSWORD}@`,
  'with a broken escape': `http://user:${PASSWORD}%zz@127.0.0.1:3128`,
  'with a line feed': `http://user:${PASSWORD}\n@127.0.0.1:3128`,
  'in capitals, which Node passes over': `HTTP://user:${PASSWORD}@127.0.0.1:3128`,
}

describe('surroundings that would fail later', () => {
  it('Z12 are found before anything is public: no RUNNER_TEMP', () =>
    inScene({}, async (scene) => {
      expectRefused(await scene.sign({ environment: { RUNNER_TEMP: undefined } }), 'E_ENV', 'RUNNER_TEMP')
      expect(scene.sandbox.requests).toEqual([])
    }))

  it('Z12 are found before anything is public: a RUNNER_TEMP that is gone', () =>
    inScene({}, async (scene) => {
      const environment = { RUNNER_TEMP: path.join(scene.workspace, 'gone') }
      expectRefused(await scene.sign({ environment }), 'E_ENV', 'RUNNER_TEMP')
      expect(scene.sandbox.requests).toEqual([])
    }))

  const others = ['https_proxy', 'HTTP_PROXY', 'ALL_PROXY'].map((name) => [name, 'of another scheme'] as const)
  const rows = [...Object.keys(proxies).map((kind) => ['HTTPS_PROXY', kind] as const), ...others]
  it.concurrent.each(rows)('Z12 are found before any request: %s %s', (name, kind) =>
    inScene({}, async (scene) => {
      const run = await scene.sign({ environment: { [name]: proxies[kind] } })
      expectFailure(run, 'E_ENV_PROXY')
      expect(errorOf(run)).toContain(name)
      expect(`${run.stdout}${run.stderr}`).not.toContain(PASSWORD)
      expect(scene.sandbox.requests).toEqual([])
    }),
  )
})
