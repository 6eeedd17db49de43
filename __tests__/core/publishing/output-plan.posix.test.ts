/* Shows where the signature files go, and which places are refused before anything is published. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { prepareOutputs } from '../../../src/core/publishing/output-plan.ts'
import type { Place } from '../../../src/core/selection/select-subjects.ts'
import { writeFiles } from '../../support/builders.ts'
import { callUnprivileged } from '../../support/child.ts'
import { olderFiles } from '../../support/older-files.ts'
import { newDirectory, newWorkspace } from '../../support/workspace.ts'

const placed = (workspace: string, ...names: readonly string[]): readonly Place[] =>
  names.map((name) => ({ name, path: path.resolve(workspace, name) }))

const plan = (workspace: string, subjects: readonly Place[], outputDirectory?: string) =>
  prepareOutputs(subjects, workspace, outputDirectory)

const bundles = (workspace: string, subjects: readonly Place[], outputDirectory?: string): readonly string[] =>
  plan(workspace, subjects, outputDirectory).outputs.map(({ paths }) => path.relative(workspace, paths.bundle))

describe('prepareOutputs', () => {
  it('puts the three files beside the signed one', () => {
    const workspace = newWorkspace('dist/x.iso')
    expect(plan(workspace, placed(workspace, 'dist/x.iso'))).toEqual({
      outputs: [
        {
          name: 'dist/x.iso',
          paths: {
            signature: path.join(workspace, 'dist/x.iso.sig'),
            certificate: path.join(workspace, 'dist/x.iso.pem'),
            bundle: path.join(workspace, 'dist/x.iso.sigstore.json'),
          },
        },
      ],
      remarks: [],
    })
    expect(readdirSync(path.join(workspace, 'dist'))).toEqual(['x.iso'])
  })

  it('goes to the workspace for a file outside it, with a remark', () => {
    const workspace = newDirectory()
    const file = path.join(newWorkspace('x.iso'), 'x.iso')
    const { outputs, remarks } = plan(workspace, placed(workspace, file))
    expect(outputs[0]?.paths.signature).toBe(path.join(workspace, 'x.iso.sig'))
    expect(remarks).toEqual([expect.stringContaining(`'${file}'`)])
  })

  it('goes to the workspace for a file in a linked directory outside it, and writes nothing there', () => {
    const store = newWorkspace('x.iso')
    const workspace = newDirectory()
    symlinkSync(store, path.join(workspace, 'result'))
    expect(bundles(workspace, placed(workspace, 'result/x.iso'))).toEqual(['x.iso.sigstore.json'])
    expect(readdirSync(store)).toEqual(['x.iso'])
  })

  it('stays beside a link that leads to a file outside the workspace', () => {
    const store = newWorkspace('y.iso')
    const workspace = newWorkspace('dist/other')
    symlinkSync(path.join(store, 'y.iso'), path.join(workspace, 'dist/x.iso'))
    expect(bundles(workspace, placed(workspace, 'dist/x.iso'))).toEqual(['dist/x.iso.sigstore.json'])
  })

  it('stays in the workspace when that is itself a link', () => {
    const real = newWorkspace('dist/x.iso')
    const workspace = path.join(newDirectory(), 'workspace')
    symlinkSync(real, workspace)
    expect(bundles(workspace, placed(workspace, 'dist/x.iso'))).toEqual(['dist/x.iso.sigstore.json'])
  })

  it('makes directories of digests that this job does not have, so that equal base names stay apart', () => {
    const workspace = newDirectory()
    expect(bundles(workspace, placed(workspace, 'a/x.iso', 'b/deep/x.iso', 'x.iso'))).toEqual([
      'a/x.iso.sigstore.json',
      'b/deep/x.iso.sigstore.json',
      'x.iso.sigstore.json',
    ])
    expect(readdirSync(path.join(workspace, 'b/deep'))).toEqual([])
  })

  it('makes none behind a link that leads out of the workspace', () => {
    const [workspace, elsewhere] = [newDirectory(), newDirectory()]
    symlinkSync(elsewhere, path.join(workspace, 'out'))
    expect(bundles(workspace, placed(workspace, 'out/sub/x.iso'))).toEqual(['x.iso.sigstore.json'])
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it('makes none for files that it refuses', () => {
    const workspace = newDirectory()
    expect(() => plan(workspace, placed(workspace, 'a/x.iso', 'a/x.iso.sig'))).toThrow()
    expect(existsSync(path.join(workspace, 'a'))).toBe(false)
  })

  it('makes the output directory', () => {
    const workspace = newWorkspace('x.iso')
    expect(bundles(workspace, placed(workspace, 'x.iso'), 'out/of/it')).toEqual(['out/of/it/x.iso.sigstore.json'])
    expect(readdirSync(path.join(workspace, 'out/of/it'))).toEqual([])
  })

  it('keeps files of one base name apart beside themselves', () => {
    const workspace = newWorkspace('a/x.iso', 'b/x.iso')
    expect(bundles(workspace, placed(workspace, 'a/x.iso', 'b/x.iso'))).toEqual([
      'a/x.iso.sigstore.json',
      'b/x.iso.sigstore.json',
    ])
  })

  it('refuses files of one base name in one output directory', () => {
    const workspace = newWorkspace('a/x.iso', 'b/x.iso')
    expect(() => plan(workspace, placed(workspace, 'a/x.iso', 'b/x.iso'), 'out')).toThrow(
      expect.objectContaining({
        code: 'E_OUTPUT_NAME',
        message: "'a/x.iso' and 'b/x.iso' both need the file name 'x.iso.sig'",
        fix: expect.stringContaining('output-directory'),
      }),
    )
  })

  it('refuses to write over a file that is to be signed', () => {
    const workspace = newWorkspace('x.iso', 'x.iso.pem')
    expect(() => plan(workspace, placed(workspace, 'x.iso', 'x.iso.pem'))).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_NAME' }),
    )
  })

  it('refuses an output directory where the system takes none, and comes to an end', () => {
    const workspace = newWorkspace('x.iso')
    expect(() => plan(workspace, placed(workspace, 'x.iso'), '/proc/nothing/below')).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_PATH', message: expect.stringContaining('cannot write') }),
    )
  })

  it.each(['file', 'file/out'])('refuses the output directory %s where a file is', (directory) => {
    const workspace = newWorkspace('x.iso', 'file')
    expect(() => plan(workspace, placed(workspace, 'x.iso'), directory)).toThrow(
      expect.objectContaining({
        code: 'E_OUTPUT_PATH',
        message: expect.stringMatching(/cannot write .*not a directory/),
      }),
    )
  })

  it('refuses a symbolic link at the place of an output, even a dangling one', () => {
    const workspace = newWorkspace('x.iso')
    symlinkSync('/nowhere', path.join(workspace, 'x.iso.pem'))
    expect(() => plan(workspace, placed(workspace, 'x.iso'))).toThrow(
      expect.objectContaining({
        code: 'E_OUTPUT_PATH',
        message: "'x.iso.pem' is a symbolic link; it is not replaced",
        fix: expect.stringContaining('remove it'),
      }),
    )
  })

  it('refuses a directory at the place of an output', () => {
    const workspace = newWorkspace('x.iso')
    mkdirSync(path.join(workspace, 'x.iso.sigstore.json'))
    expect(() => plan(workspace, placed(workspace, 'x.iso'))).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_PATH', message: expect.stringContaining('is a directory') }),
    )
  })

  it('accepts files of our form at the places of outputs and leaves them alone', async () => {
    const workspace = newWorkspace('x.iso')
    const older = await olderFiles('x.iso')
    writeFiles(workspace, older)
    expect(bundles(workspace, placed(workspace, 'x.iso'))).toEqual(['x.iso.sigstore.json'])
    for (const [name, text] of Object.entries(older)) {
      expect(readFileSync(path.join(workspace, name), 'utf8')).toBe(text)
    }
  })

  it.each(['x.iso.sig', 'x.iso.pem', 'x.iso.sigstore.json'])('refuses any other file as %s', (name) => {
    const workspace = newWorkspace('x.iso', name)
    expect(() => plan(workspace, placed(workspace, 'x.iso'))).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_PATH', message: expect.stringContaining(`'${name}'`) }),
    )
  })

  it('refuses a name that leaves no room for the endings', () => {
    const name = `${'x'.repeat(246)}.iso`
    const workspace = newWorkspace(name)
    expect(() => plan(workspace, placed(workspace, name))).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_PATH', message: expect.stringContaining('name too long') }),
    )
  })

  it('refuses a directory that this user may not write to', () => {
    const workspace = newWorkspace('x.iso')
    mkdirSync(path.join(workspace, 'out'), { mode: 0o555 })
    const failure = callUnprivileged({
      module: 'src/core/publishing/output-plan.ts',
      call: 'prepareOutputs',
      input: [placed(workspace, 'x.iso'), workspace, 'out'],
    })
    expect(failure).toMatchObject({
      code: 'E_OUTPUT_PATH',
      message: `cannot write '${workspace}/out': permission denied (EACCES)`,
    })
  })
})
