/* The fault matrix, A10: what an earlier attempt left is replaced only when all of it is of the same digest, under our identity. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Members } from '../../../sandbox/zip.ts'
import { expectSuccess } from '../../support/oracles.ts'
import { count, inScene, signatureFiles, warningsOf, type Scene } from '../sign-scene.ts'

const NAME = 'x.iso.sigstore'
const OTHER = 'octo-org/example-iso/.github/workflows/other.yml@refs/heads/main'

/** What attempt 1 leaves, and what is another at attempt 2. */
const left: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'A10 of another file': async (scene) => {
    await scene.sign()
    writeFileSync(path.join(scene.workspace, 'x.iso'), 'another image')
  },
  'A10 of another signer': async (scene) => {
    const { claims } = scene.sandbox
    const ours = String(claims['job_workflow_ref'])
    claims['job_workflow_ref'] = OTHER
    await scene.sign()
    claims['job_workflow_ref'] = ours
  },
  'A10 with one file more': async (scene) => {
    await scene.sign({ with: { 'artifact-name': 'as signed' } })
    const members = new Map(scene.sandbox.artifacts.members('as signed'))
    scene.sandbox.artifacts.add(NAME, members.set('precious.txt', Buffer.from('precious')))
  },
  'A10 of the same names, with no bundle in it': async ({ sandbox }) => {
    const members: Members = new Map(signatureFiles('x.iso').map((name) => [name, Buffer.from(name)]))
    return Promise.resolve(sandbox.artifacts.add(NAME, members))
  },
}

describe('an artifact of an earlier attempt', () => {
  it.concurrent.each(Object.entries(left))('%s is left alone, and ours gets another name', (_, leave) =>
    inScene({}, async (scene) => {
      const { sandbox } = scene
      await leave(scene)
      const { id } = sandbox.artifacts.get(NAME) ?? {}
      sandbox.claims['run_attempt'] = '2'
      const run = await scene.sign({ environment: { GITHUB_RUN_ATTEMPT: '2' } })
      expectSuccess(run)
      expect(run.outputs['artifact-name']).toBe(`${NAME}.attempt-2`)
      expect(warningsOf(run)).toEqual([expect.stringMatching(/x\.iso\.sigstore'.*x\.iso\.sigstore\.attempt-2'/)])
      expect([sandbox.artifacts.get(NAME)?.id, count(sandbox, 'artifacts.DeleteArtifact')]).toEqual([id, 0])
    }),
  )
})
