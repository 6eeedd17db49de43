/* Shows that each subject's texts go where it was planned, and that a write that proves wrong is taken back whole. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { writeOutputs, writeSubjects } from '../../../src/core/publishing/output-files.ts'
import { prepareOutputs } from '../../../src/core/publishing/output-plan.ts'
import { olderFiles } from '../../support/older-files.ts'
import { newLog } from '../../support/recording-log.ts'
import { aSubject, branded } from '../../support/signing.ts'
import { newDirectory, newWorkspace } from '../../support/workspace.ts'

const older = await olderFiles('x')
const textsIn = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]))

describe('writeSubjects', () => {
  const signed = ['x', 'y'].map((name) =>
    aSubject(name, { signature: branded(`signature of ${name}`), bundle: () => `bundle of ${name}` }),
  )

  it('writes the three texts of each subject to its planned paths, and returns them', () => {
    const workspace = newDirectory()
    const subjects = ['x', 'y'].map((name) => ({ name, path: path.join(workspace, name) }))
    const written = writeSubjects(signed, prepareOutputs(subjects, workspace, undefined).outputs, newLog())
    const pem = '-----BEGIN CERTIFICATE-----\n'
    expect(textsIn(workspace)).toEqual({
      ...{ 'x.sig': 'signature of x', 'x.pem': pem, 'x.sigstore.json': 'bundle of x' },
      ...{ 'y.sig': 'signature of y', 'y.pem': pem, 'y.sigstore.json': 'bundle of y' },
    })
    expect(written.map(({ name, files: { bundle } }) => [name, bundle.path, bundle.text()])).toEqual(
      ['x', 'y'].map((name) => [name, path.join(workspace, `${name}.sigstore.json`), `bundle of ${name}`]),
    )
  })

  it('writes nothing where a subject was not planned', () => {
    expect(() => writeSubjects(signed, [], newLog())).toThrow(TypeError)
  })
})

describe('a file that does not hold what was written', () => {
  // Two texts for one place: only the second can be read back.
  const twice = (directory: string) =>
    ['one', 'other'].map((text) => ({ path: path.join(directory, 'x.sig'), text: () => text }))
  const refusal = expect.objectContaining({
    code: 'E_OUTPUT_WRITE',
    message: expect.not.stringContaining('kept beside'),
  })

  it('is taken back, and leaves nothing', () => {
    const directory = newDirectory()
    expect(() => writeOutputs(twice(directory), newLog())).toThrow(refusal)
    expect(textsIn(directory)).toEqual({})
  })

  it('is taken back, and leaves every older file as it was', () => {
    const directory = newDirectory()
    const log = newLog()
    for (const [name, text] of Object.entries(older)) writeFileSync(path.join(directory, name), text)
    const others = ['x.pem', 'x.sigstore.json'].map((name) => ({
      path: path.join(directory, name),
      text: () => 'newer',
    }))
    expect(() => writeOutputs([...others, ...twice(directory)], log)).toThrow(refusal)
    expect(textsIn(directory)).toEqual(older)
    expect(log.infos).toEqual([])
  })
})

describe('a place', () => {
  const subjectsOf = (workspace: string, name = 'x.iso') => [{ name, path: path.join(workspace, name) }]
  const refusal = expect.objectContaining({ code: 'E_OUTPUT_PATH' })

  it('that was asked for is no remark', () => {
    const workspace = newWorkspace('dist/x.iso')
    expect(prepareOutputs(subjectsOf(workspace, 'dist/x.iso'), workspace, 'out').remarks).toEqual([])
  })

  it('that takes no file is refused, though it is a directory', () => {
    const workspace = newWorkspace('x.iso')
    expect(() => prepareOutputs(subjectsOf(workspace), workspace, '/proc')).toThrow(refusal)
  })

  it('that nobody can find out about is refused', () => {
    const workspace = newDirectory()
    symlinkSync('round', path.join(workspace, 'round'))
    expect(() => prepareOutputs(subjectsOf(workspace, 'round/x.iso'), workspace, undefined)).toThrow(refusal)
  })

  it('that is there already is taken, whatever else it holds', () => {
    const workspace = newWorkspace('x.iso')
    mkdirSync(path.join(workspace, 'out/kept'), { recursive: true })
    prepareOutputs(subjectsOf(workspace), workspace, 'out')
    expect(readdirSync(path.join(workspace, 'out'))).toEqual(['kept'])
  })
})
