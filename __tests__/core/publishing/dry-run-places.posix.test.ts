/* Shows that a dry run refuses the places that a run would refuse, and changes nothing on the disk to find out. */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { prepareOutputs } from '../../../src/core/publishing/output-plan.ts'
import { newDirectory, newWorkspace } from '../../support/workspace.ts'

const refusal = expect.objectContaining({ code: 'E_OUTPUT_PATH', fix: expect.stringContaining("'output-directory'") })

function places(workspace: string, name: string, outputDirectory?: string, dryRun = true): readonly string[] {
  const subjects = [{ name, path: path.join(workspace, name) }]
  const { outputs } = prepareOutputs(subjects, workspace, outputDirectory, { dryRun })
  return outputs.map(({ paths }) => path.relative(workspace, paths.bundle))
}

describe('a dry run', () => {
  it('makes no output directory', () => {
    const workspace = newWorkspace('x')
    expect(places(workspace, 'x', 'out/of/it')).toEqual(['out/of/it/x.sigstore.json'])
    expect(readdirSync(workspace)).toEqual(['x'])
  })

  it('makes no directory for a file that this job does not have', () => {
    const workspace = newDirectory()
    expect(places(workspace, 'a/x')).toEqual(['a/x.sigstore.json'])
    expect(existsSync(path.join(workspace, 'a'))).toBe(false)
  })

  it('tries no file in a directory that is there, not even for a moment', () => {
    const workspace = newWorkspace('x', 'out/kept')
    const out = path.join(workspace, 'out')
    utimesSync(out, 1, 1)
    expect(places(workspace, 'x', 'out')).toEqual(['out/x.sigstore.json'])
    expect(statSync(out).mtimeMs).toBe(1000)
  })

  it('refuses an output directory that is a file, though one that can be executed, and leaves that', () => {
    const workspace = newWorkspace('x', 'out')
    chmodSync(path.join(workspace, 'out'), 0o755)
    expect(() => places(workspace, 'x', 'out')).toThrow(refusal)
    expect(readFileSync(path.join(workspace, 'out'), 'utf8')).toBe('out')
  })

  it.each(['/proc', '/dev/null/below', 'x'.repeat(300)])(
    'refuses an output directory that takes no file: %s',
    (out) => {
      expect(() => places(newWorkspace('x'), 'x', out)).toThrow(refusal)
    },
  )

  it('says why an output directory cannot be looked at', () => {
    const message = expect.stringContaining('(ENAMETOOLONG)')
    expect(() => places(newWorkspace('x'), 'x', 'x'.repeat(300))).toThrow(expect.objectContaining({ message }))
  })

  it('refuses a file of others in the place of a signature', () => {
    const workspace = newWorkspace('x', 'out/x.sig')
    expect(() => places(workspace, 'x', 'out')).toThrow(refusal)
  })

  it('takes a link that leads to a directory', () => {
    const workspace = newWorkspace('x', 'real/kept')
    symlinkSync('real', path.join(workspace, 'out'))
    expect(places(workspace, 'x', 'out')).toEqual(['out/x.sigstore.json'])
  })
})

describe('a run that is not dry', () => {
  it('says to name a directory where the output directory is a file', () => {
    const workspace = newWorkspace('x', 'out')
    const fix = expect.stringMatching(/^name a directory/)
    expect(() => places(workspace, 'x', 'out', false)).toThrow(expect.objectContaining({ code: 'E_OUTPUT_PATH', fix }))
  })

  it('refuses an output directory that is a link to nowhere, for what that leads to', () => {
    const workspace = newWorkspace('x')
    symlinkSync('nowhere', path.join(workspace, 'out'))
    const message = expect.stringContaining('(ENOENT)')
    expect(() => places(workspace, 'x', 'out', false)).toThrow(
      expect.objectContaining({ code: 'E_OUTPUT_PATH', message }),
    )
    expect(readdirSync(workspace).toSorted()).toEqual(['out', 'x'])
  })
})
