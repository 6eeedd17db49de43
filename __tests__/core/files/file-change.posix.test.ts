/* Shows that a file which is not the very one that was selected is never taken for it. */
import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { assertUnchanged, difference, factsNow } from '../../../src/core/files/file-change.ts'
import { inspectFile } from '../../../src/core/files/selected-file.ts'
import { newWorkspace } from '../../support/workspace.ts'
import type { FileFacts, SelectedFile } from '../../../src/core/types.ts'

const facts: FileFacts = { dev: 1n, ino: 2n, size: 3n, mtimeNs: 4n, ctimeNs: 5n }

async function selected(): Promise<SelectedFile> {
  const workspace = newWorkspace('x')
  return inspectFile(path.join(workspace, 'x'), workspace)
}

describe('two states of a file', () => {
  it('that are equal differ in nothing', () => {
    expect(difference(facts, { ...facts })).toBeUndefined()
  })

  it.each(['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const)('differ where %s does', (name) => {
    expect(difference(facts, { ...facts, [name]: 9n })).toEqual(expect.any(String))
  })

  it('differ where the file is gone', () => {
    expect(difference(facts, undefined)).toEqual(expect.any(String))
  })
})

describe('a selected file', () => {
  it('that nobody touched is unchanged', async () => {
    await expect(assertUnchanged(await selected(), 'signing')).resolves.toBeUndefined()
  })

  it.each<[string, (file: string) => void, RegExp]>([
    ['was written to', (file) => appendFileSync(file, 'more'), /bytes now/],
    ['was written to, its length as before', (file) => rewrite(file), /written to/],
    ['has another mode', (file) => chmodSync(file, 0o600), /mode, owner/],
    ['made room for a copy', (file) => replace(file), /another file/],
    ['is gone', (file) => rmSync(file), /deleted/],
  ])('that %s ends the run', async (_, change, how) => {
    const file = await selected()
    change(file.path)
    await expect(assertUnchanged(file, 'signing')).rejects.toMatchObject({
      code: 'E_FILE_CHANGED',
      message: expect.stringMatching(new RegExp(`^'x' changed after signing \\(.*${how.source}`)) as unknown,
      fix: expect.stringContaining('the last step that touches the file') as unknown,
    })
  })

  it('whose state nobody can tell is not taken for one that is gone', async () => {
    const file = await selected()
    await expect(factsNow({ ...file, path: `${file.path}${'x'.repeat(300)}` })).rejects.toMatchObject({
      code: 'E_FILE_NAME',
    })
    rmSync(file.path)
    mkdirSync(file.path)
    expect(await factsNow(file)).not.toEqual(file.facts)
  })
})

function rewrite(file: string): void {
  writeFileSync(file, 'y')
  utimesSync(file, 1, 1)
}

function replace(file: string): void {
  writeFileSync(`${file}.copy`, 'x')
  renameSync(`${file}.copy`, file)
}
