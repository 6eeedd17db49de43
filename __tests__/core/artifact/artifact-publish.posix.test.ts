import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from '@jest/globals'
import { publishArtifact } from '../../../src/core/artifact/artifact-publish.ts'
import { temporaryDirectory } from '../../support/builders.ts'
import { MemoryArtifactStore, toolsFor } from '../../support/memory-artifact-store.ts'

it('uploads nothing, and waits for nobody, when a file has become a FIFO', async () => {
  const store = new MemoryArtifactStore()
  const file = path.join(temporaryDirectory(), 'x.sig')
  execFileSync('mkfifo', [file])
  const members = [{ path: file, member: 'x.sig', text: () => 'signature' }]
  const publishing = publishArtifact(toolsFor(store), { name: 'name', replaces: undefined }, members, undefined)
  await expect(publishing).rejects.toMatchObject({ code: 'E_UPLOAD_CONTENT', cause: { code: 'E_FILE_TYPE' } })
  expect(store.calls).toEqual([])
})
