/* Shows where checksum files go, and what may not be in their way, before anything is public. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { refuseUnlessPlain } from '../../../src/core/publishing/checksum-files.ts'
import { everyPath, prepareOutputs } from '../../../src/core/publishing/output-plan.ts'
import { writeFiles } from '../../support/builders.ts'
import { newDirectory, newWorkspace } from '../../support/workspace.ts'
import type { WantedChecksums } from '../../../src/core/types.ts'

const each: WantedChecksums = { kind: 'each' }
const list: WantedChecksums = { kind: 'list', name: 'SUMS' }
const taken = expect.objectContaining({ code: 'E_OUTPUT_PATH', fix: expect.stringContaining("'write-checksums'") })
const collides = expect.objectContaining({ code: 'E_OUTPUT_NAME' })

function planned(workspace: string, names: readonly string[], made: WantedChecksums, outputDirectory?: string) {
  const subjects = names.map((name) => ({ name, path: path.join(workspace, name) }))
  return prepareOutputs(subjects, workspace, outputDirectory, { made }).outputs
}

const placesOf = (...scene: Parameters<typeof planned>) =>
  planned(...scene).map(({ name, paths }) => [name, path.relative(scene[0], paths.checksums ?? '')])

describe('the checksum file of each', () => {
  it('goes where the signatures of its file go', () => {
    const workspace = newWorkspace('a/x', 'b/x')
    expect(placesOf(workspace, ['a/x', 'b/x'], each)).toEqual([
      ['a/x', 'a/x.sha256'],
      ['b/x', 'b/x.sha256'],
    ])
  })

  it('is one of the paths that a run takes, behind the signatures', () => {
    const workspace = newWorkspace('x')
    const [output] = planned(workspace, ['x'], each)
    const names = output && everyPath(output.paths).map((file) => path.basename(file))
    expect(names).toEqual(['x.sig', 'x.pem', 'x.sigstore.json', 'x.sha256'])
  })

  it('is refused where its line could not name the file', () => {
    const workspace = newWorkspace('dist/-')
    expect(() => planned(workspace, ['dist/-'], each)).toThrow(collides)
  })

  it('may not be a file that is to be signed', () => {
    const workspace = newWorkspace('x', 'x.sha256')
    expect(() => planned(workspace, ['x', 'x.sha256'], each)).toThrow(collides)
  })

  it('is refused where a link is in its place, though what that leads to says the same', () => {
    const workspace = newWorkspace('x', 'elsewhere')
    symlinkSync('elsewhere', path.join(workspace, 'x.sha256'))
    expect(() => planned(workspace, ['x'], each)).toThrow(taken)
    expect(readFileSync(path.join(workspace, 'elsewhere'), 'utf8')).toBe('elsewhere')
  })

  it('is refused where nobody can find out what is in its place', () => {
    const name = 'x'.repeat(300)
    expect(() => refuseUnlessPlain(path.join(newDirectory(), name), name)).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_PATH', message: expect.stringContaining('ENAMETOOLONG') }),
    )
  })

  it('may be there as a plain file, which stays for now', () => {
    const workspace = newWorkspace('x', 'x.sha256')
    planned(workspace, ['x'], each)
    expect(readdirSync(workspace).toSorted()).toEqual(['x', 'x.sha256'])
    expect(readFileSync(path.join(workspace, 'x.sha256'), 'utf8')).toBe('x.sha256')
  })
})

describe('the list of checksums', () => {
  it('goes where all other files go, with signatures of its own', () => {
    const workspace = newWorkspace('dist/x', 'dist/y')
    const sums = planned(workspace, ['dist/x', 'dist/y'], list).at(-1)
    expect(sums?.name).toBe('dist/SUMS')
    expect(sums && everyPath(sums.paths)).toEqual(
      ['SUMS.sig', 'SUMS.pem', 'SUMS.sigstore.json', 'SUMS'].map((name) => path.join(workspace, 'dist', name)),
    )
  })

  it('leaves the files themselves without checksum files of their own', () => {
    const workspace = newWorkspace('x')
    expect(planned(workspace, ['x'], list)[0]?.paths).not.toHaveProperty('checksums')
  })

  it('goes to the workspace where the other files go to several places', () => {
    const workspace = newWorkspace('a/x', 'b/y')
    expect(placesOf(workspace, ['a/x', 'b/y'], list).at(-1)).toEqual(['SUMS', 'SUMS'])
  })

  it('goes to the output directory', () => {
    const workspace = newWorkspace('a/x', 'b/y')
    expect(placesOf(workspace, ['a/x', 'b/y'], list, 'out').at(-1)).toEqual(['out/SUMS', 'out/SUMS'])
  })

  it('may not hold one base name twice, for it could not tell the files apart', () => {
    const workspace = newWorkspace('a/x', 'b/x')
    expect(() => planned(workspace, ['a/x', 'b/x'], list)).toThrow(collides)
  })

  it('may not be a file that is to be signed', () => {
    const workspace = newWorkspace('x', 'SUMS')
    expect(() => planned(workspace, ['x', 'SUMS'], list)).toThrow(collides)
  })

  it.each(['SUMS.sig', 'SUMS.pem', 'SUMS.sigstore.json'])('may have no file of others as its %s', (name) => {
    const workspace = newWorkspace('x', name)
    expect(() => planned(workspace, ['x'], list)).toThrow(expect.objectContaining({ code: 'E_OUTPUT_PATH' }))
    expect(readFileSync(path.join(workspace, name), 'utf8')).toBe(name)
  })

  it('is refused where a directory is in its place', () => {
    const workspace = newDirectory()
    writeFiles(workspace, { x: 'x' })
    mkdirSync(path.join(workspace, 'SUMS'))
    expect(() => planned(workspace, ['x'], list)).toThrow(taken)
  })
})
