/* Meets the built action with an artifact name that is taken, with re-runs, and with an artifact service that fails or lies. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { none, status } from '../../sandbox/faults.ts'
import { count, expectRefused, expectSigned, inScene, type Run, type Scene, signatureFiles } from './sign-scene.ts'

const NAME = 'x.iso.sigstore'
/** The default of the hidden input. */
const INDEX = "strategy.job-total > 1 && format('{0}', strategy.job-index) || ''"
const members = (...names: readonly string[]): ReadonlyMap<string, Buffer> =>
  new Map(names.map((name) => [name, Buffer.from(name)]))

function expectUploaded({ sandbox, workspace }: Scene, run: Run, name = NAME): void {
  expect(run.outputs['artifact-name']).toBe(name)
  const stored = sandbox.artifacts.members(name)
  expect([...stored.keys()].sort()).toEqual(run.written)
  for (const file of run.written) expect(stored.get(file)).toEqual(readFileSync(path.join(workspace, file)))
}

describe('the artifact name', () => {
  it.concurrent('A9 taken at the first attempt is found before Fulcio and left alone', () =>
    inScene({}, async (scene) => {
      const { sandbox } = scene
      const { id } = sandbox.artifacts.add(NAME, members(...signatureFiles('x.iso')))
      expectRefused(await scene.sign(), 'E_UPLOAD_NAME_TAKEN', `'${NAME}'`)
      expect([count(sandbox, 'runner.token'), count(sandbox, 'artifacts.DeleteArtifact')]).toEqual([0, 0])
      expect(sandbox.artifacts.get(NAME)?.id).toBe(id)
    }),
  )

  it.concurrent(
    'is that of the file for one job of a matrix, and holds the index of every other that signs an equal name',
    () =>
      inScene({}, async (scene) => {
        const indexed = { expressions: { [INDEX]: '2' } }
        expectUploaded(scene, await scene.sign())
        const second = await scene.sign(indexed)
        expectUploaded(scene, { ...second, written: signatureFiles('x.iso') }, 'x.iso.2.sigstore')
        expectRefused(await scene.sign({ ...indexed, with: { 'artifact-name': NAME } }), 'E_UPLOAD_NAME_TAKEN', NAME)
        expectRefused(await scene.sign(indexed), 'E_UPLOAD_NAME_TAKEN', NAME)
      }),
  )

  it.concurrent('P10 may differ for two steps of one job', () =>
    inScene({ files: { 'x.iso': 'x', 'y.iso': 'y' } }, async (scene) => {
      expectUploaded(scene, await scene.sign())
      expectUploaded(scene, await scene.sign({ with: { files: 'y.iso' } }), 'y.iso.sigstore')
      expectRefused(await scene.sign({ with: { 'upload-artifact': 'true' } }), 'E_UPLOAD_NAME_TAKEN')
    }),
  )
})

describe('the first look at the artifact service', () => {
  it.concurrent('rides out failures before anything is public', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script('artifacts.ListArtifacts', status(502), none)
      const run = await scene.sign()
      expectSigned(scene, run, 'x.iso')
    }),
  )

  it.concurrent('ends the run before Fulcio when the job may not upload', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always('artifacts.ListArtifacts', status(403))
      expectRefused(await scene.sign(), 'E_UPLOAD_PERMISSION')
      expect(count(scene.sandbox, 'runner.token')).toBe(0)
    }),
  )
})

/** Removes the files of a running action that hold the client of the artifact's storage, and returns how many there were. */
function removeStorageClient(entry: string): number {
  const directory = path.dirname(entry)
  const files = readdirSync(directory).filter((name) => name.endsWith('.index.js'))
  const found = files.filter((name) => readFileSync(path.join(directory, name), 'utf8').includes('BlockBlobClient'))
  for (const name of found) rmSync(path.join(directory, name))
  return found.length
}

it.concurrent('what the upload needs is loaded while the log is asked', () =>
  inScene({}, async (scene) => {
    let entry = ''
    const removed: number[] = []
    const started = ({ spawnargs }: { readonly spawnargs: readonly string[] }): void => {
      entry = spawnargs.find((argument) => argument.endsWith('index.js')) ?? ''
    }
    scene.sandbox.faults.script('rekor.create', {
      kind: 'lie',
      reply: async (reply) => {
        await wait(3_000)
        removed.push(removeStorageClient(entry))
        return reply
      },
    })
    expectUploaded(scene, await scene.sign({ started }))
    expect(removed).toEqual([1])
  }),
)
