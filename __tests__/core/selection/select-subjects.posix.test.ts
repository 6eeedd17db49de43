/* Shows what a run is about: files, files with the digests that they must have, or lines alone. */
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { matchPattern } from '../../../src/adapters/glob.ts'
import {
  assertSelectionUnchanged,
  placesOf,
  selectSubjects,
  type SelectTools,
} from '../../../src/core/selection/select-subjects.ts'
import { writeFiles } from '../../support/builders.ts'
import { newLog } from '../../support/recording-log.ts'
import { newWorkspace } from '../../support/workspace.ts'
import type { WantedChecksums } from '../../../src/core/types.ts'

const A = 'a'.repeat(64)

interface Inputs {
  readonly files?: readonly string[]
  readonly checksums?: string
  readonly writeChecksums?: WantedChecksums
}

function selected(
  workspace: string,
  { files = [], checksums, writeChecksums }: Inputs,
  tools: Partial<SelectTools> = {},
) {
  const inputs = { files, checksums, ...(writeChecksums && { writeChecksums }) }
  return selectSubjects(inputs, workspace, { log: newLog(), matchPattern, ...tools })
}

describe('a selection', () => {
  it('of files has no digests that they must have', async () => {
    const selection = await selected(newWorkspace('x', 'y'), { files: ['*'] })
    expect(selection).toMatchObject({ kind: 'files', files: [{ name: 'x' }, { name: 'y' }], listed: undefined })
    expect(placesOf(selection).map(({ name }) => name)).toEqual(['x', 'y'])
  })

  it('of files and a list has the digest of each', async () => {
    const workspace = newWorkspace('x')
    const selection = await selected(workspace, { files: ['x'], checksums: `${A}  x` })
    expect(selection).toMatchObject({ kind: 'files', listed: new Map([[path.join(workspace, 'x'), A]]) })
  })

  it('of files is none where one of them has no line', async () => {
    await expect(selected(newWorkspace('x', 'y'), { files: ['*'], checksums: `${A}  x` })).rejects.toMatchObject({
      code: 'E_INPUT_CHECKSUMS',
    })
  })

  it('of a list alone is its lines, whose files need not be there', async () => {
    const workspace = newWorkspace()
    const selection = await selected(workspace, { checksums: `${A}  dist/x` })
    expect(selection).toMatchObject({ kind: 'digests', subjects: [{ name: 'dist/x', sha256: A }] })
    expect(placesOf(selection)).toMatchObject([{ name: 'dist/x', path: path.join(workspace, 'dist/x') }])
  })

  it('takes no name for a pattern where nobody matches any', async () => {
    const workspace = newWorkspace('[x]', 'x')
    const selection = await selected(workspace, { files: ['[x]'] }, { matchPattern: undefined })
    expect(placesOf(selection).map(({ name }) => name)).toEqual(['[x]'])
    await expect(selected(workspace, { files: ['*'] }, { matchPattern: undefined })).rejects.toMatchObject({
      code: 'E_FILE_NOT_FOUND',
    })
  })

  it.each<[WantedChecksums, readonly string[]]>([
    [{ kind: 'each' }, ['SUMS', 'x']],
    [{ kind: 'list', name: 'SUMS' }, ['x', 'x.sha256']],
  ])('leaves out what a pattern catches of the checksum files that are made: %j', async (writeChecksums, expected) => {
    const selection = await selected(newWorkspace('x', 'x.sha256', 'SUMS'), { files: ['*'], writeChecksums })
    expect(
      placesOf(selection)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(expected)
  })
})

describe('a selection that was worked on', () => {
  it('must be the same files still', async () => {
    const workspace = newWorkspace('x', 'y')
    const selection = await selected(workspace, { files: ['*'] })
    await expect(assertSelectionUnchanged(selection, 'signing')).resolves.toBeUndefined()
    appendFileSync(path.join(workspace, 'y'), 'more')
    await expect(assertSelectionUnchanged(selection, 'signing')).rejects.toMatchObject({ code: 'E_FILE_CHANGED' })
  })

  it('has no files that could change where it is lines alone', async () => {
    const selection = await selected(newWorkspace(), { checksums: `${A}  x` })
    await expect(assertSelectionUnchanged(selection, 'signing')).resolves.toBeUndefined()
  })
})

it('a list is read from its file though a line end follows its path', async () => {
  const workspace = newWorkspace()
  writeFiles(workspace, { SUMS: `${A}  x\n` })
  expect(await selected(workspace, { checksums: ' SUMS\n' })).toMatchObject({ subjects: [{ name: 'x' }] })
})
