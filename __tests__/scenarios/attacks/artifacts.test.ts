/* Attacks on the artifacts of others: whatever holds the name that we want, and is not provably ours, stays. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { status } from '../../../sandbox/faults.ts'
import type { SandboxArtifact } from '../../../sandbox/artifact-store.ts'
import { writeFiles } from '../../support/builders.ts'
import {
  count,
  errorOf,
  expectRefused,
  expectSigned,
  inScene,
  type Run,
  type Scene,
  signatureFiles,
  type Step,
  warningsOf,
} from '../sign-scene.ts'

const NAME = 'x.iso.sigstore'
const OTHER = `${NAME}.attempt-2`
const none = Buffer.alloc(0)
const SECOND: Step = { environment: { GITHUB_RUN_ATTEMPT: '2' } }

/** Plays what a re-run is: the same run, one attempt later. */
async function runAgain(scene: Scene): Promise<Run> {
  scene.sandbox.claims['run_attempt'] = '2'
  return scene.sign(SECOND)
}

/** Asserts that the artifact of this id and these bytes is still there, and that nothing was ever asked to be removed. */
function expectKept({ sandbox }: Scene, kept: Pick<SandboxArtifact, 'id' | 'blob'>, name = NAME): void {
  expect(count(sandbox, 'artifacts.DeleteArtifact')).toBe(0)
  const now = sandbox.artifacts.get(name)
  expect([now?.id, Buffer.compare(now?.blob ?? none, kept.blob ?? none)]).toEqual([kept.id, 0])
}

function expectStored({ sandbox, workspace }: Scene, run: Run, name: string): void {
  expect(run.outputs['artifact-name']).toBe(name)
  expect(run.outputs['artifact-id']).toBe(String(sandbox.artifacts.get(name)?.id))
  const stored = sandbox.artifacts.members(name)
  for (const file of signatureFiles('x.iso')) {
    expect(stored.get(file)).toEqual(readFileSync(path.join(workspace, file)))
  }
}

const unreadable: Readonly<Record<string, Buffer>> = {
  'no ZIP': Buffer.from('not a zip archive'),
  'a file of 66 MiB': Buffer.alloc(66 * 1024 * 1024),
}

describe('Z1 our upload fails once, and another job takes the name with', () => {
  const meanwhile = async (scene: Scene, theirs: (artifact: SandboxArtifact) => void): Promise<void> => {
    const { sandbox } = scene
    const planted: Pick<SandboxArtifact, 'id' | 'blob'>[] = []
    sandbox.faults.script('artifacts.CreateArtifact', {
      kind: 'lie',
      request: (request) => {
        const artifact = sandbox.artifacts.add(NAME, new Map([['precious.txt', Buffer.from('precious')]]))
        theirs(artifact)
        planted.push({ id: artifact.id, blob: artifact.blob })
        return request
      },
      reply: () => ({ status: 503, headers: {}, body: Buffer.alloc(0) }),
    })
    const run = await scene.sign()
    expectSigned(scene, run, 'x.iso')
    expect(planted).toHaveLength(1)
    for (const kept of planted) expectKept(scene, kept)
    expectStored(scene, run, `${NAME}-2`)
    expect(warningsOf(run)).toEqual([expect.stringContaining(`'${NAME}-2'`)])
  }

  it.concurrent.each(Object.entries(unreadable))('%s', (_, blob) =>
    inScene({}, (scene) =>
      meanwhile(scene, (artifact) => {
        artifact.blob = blob
      }),
    ),
  )

  it.concurrent('a blob that we may not read', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script('blobs.get', status(403))
      await meanwhile(scene, () => undefined)
    }),
  )
})

describe('A10 on a re-run the artifact of the earlier attempt', () => {
  it.concurrent('is replaced when each of its bundles is ours and of the digest signed now', () =>
    inScene({}, async (scene) => {
      const first = await scene.sign()
      const second = await runAgain(scene)
      expectSigned(scene, second, 'x.iso')
      expectStored(scene, second, NAME)
      expect(second.outputs['artifact-id']).not.toBe(first.outputs['artifact-id'])
      expect(warningsOf(second)).toEqual([])
    }),
  )

  it.concurrent('Z2 stays when it is of another file with the same name', () =>
    inScene({}, async (scene) => {
      await scene.sign()
      const kept = { ...scene.sandbox.artifacts.get(NAME) } as SandboxArtifact
      writeFiles(scene.workspace, { 'x.iso': 'another image' })
      const second = await runAgain(scene)
      expectSigned(scene, second, 'x.iso')
      expectKept(scene, kept)
      expectStored(scene, second, OTHER)
      expect(warningsOf(second)).toEqual([expect.stringMatching(/'x\.iso\.sigstore'.*'x\.iso\.sigstore\.attempt-2'/)])
    }),
  )

  it.concurrent('Z2 stays when another workflow signed the same file', () =>
    inScene({}, async (scene) => {
      const ours = String(scene.sandbox.claims['job_workflow_ref'])
      scene.sandbox.claims['job_workflow_ref'] = 'octo-org/example-iso/.github/workflows/other.yml@refs/tags/v1.0.0'
      await scene.sign()
      const kept = { ...scene.sandbox.artifacts.get(NAME) } as SandboxArtifact
      scene.sandbox.claims['job_workflow_ref'] = ours
      const second = await runAgain(scene)
      expectKept(scene, kept)
      expectStored(scene, second, OTHER)
    }),
  )

  it.concurrent.each([
    ['has one member more', [...signatureFiles('x.iso'), 'precious.txt']],
    ['has one member less', ['x.iso.sig', 'x.iso.pem']],
    ['has our names, and no bundle in them', signatureFiles('x.iso')],
  ])('stays when it %s', (_, names) =>
    inScene({ claims: { run_attempt: '2' } }, async (scene) => {
      const content = new Map(names.map((name) => [name, Buffer.from(name)]))
      const kept = { ...scene.sandbox.artifacts.add(NAME, content) }
      const run = await scene.sign()
      expectSigned(scene, run, 'x.iso')
      expectKept(scene, kept)
      expectStored(scene, run, OTHER)
    }),
  )

  it.concurrent('ends the run before Fulcio when the name of the attempt is taken as well', () =>
    inScene({ claims: { run_attempt: '2' } }, async (scene) => {
      const content = new Map([['precious.txt', Buffer.from('precious')]])
      const kept = [NAME, OTHER].map((name) => ({ ...scene.sandbox.artifacts.add(name, content) }))
      expectRefused(await scene.sign(), 'E_UPLOAD_NAME_TAKEN', OTHER)
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
      for (const artifact of kept) expectKept(scene, artifact, artifact.name)
    }),
  )
})

it.concurrent('a look-up of the name that fails before signing does not speak of files that are kept', () =>
  inScene({}, async (scene) => {
    scene.sandbox.faults.always('artifacts.ListArtifacts', status(502))
    const run = await scene.sign()
    expectRefused(run, 'E_UPLOAD_UNAVAILABLE')
    expect(errorOf(run)).not.toContain('kept')
  }),
)
