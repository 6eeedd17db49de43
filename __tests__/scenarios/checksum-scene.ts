/*
 * Owns what the scenarios of `write-checksums` are played with: two images and their list, and how to look at what was made.
 * Must not know any scenario.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { expectSuccess } from '../support/oracles.ts'
import type { Run, Scene, Step } from './sign-scene.ts'

/** line returns the line of a list for a file of this text. */
export function line(text: string, name: string): string {
  return `${createHash('sha256').update(text).digest('hex')}  ${name}\n`
}

/** X is the line of the scene's `x.iso`. */
export const X = line('an image', 'x.iso')

/** TWO are the files of a scene that signs two, LIST the list of both. */
export const TWO = { 'dist/x.iso': 'an image', 'dist/y.iso': 'another' }
export const LIST = X + line('another', 'y.iso')

/** EACH asks for a checksum file beside each signature. */
export const EACH: Step = { with: { 'write-checksums': 'each' } }

/** expectWritten asserts a success that wrote files of these names. */
export function expectWritten(run: Run, ...names: readonly string[]): void {
  expectSuccess(run)
  expect(run.written).toEqual([...names].sort())
}

/** textOf returns what a file of the workspace holds. */
export function textOf({ workspace }: Pick<Scene, 'workspace'>, name: string): string {
  return readFileSync(path.join(workspace, name), 'utf8')
}

/** storedIn returns the names of an artifact's files, in order. */
export function storedIn({ sandbox }: Pick<Scene, 'sandbox'>, artifact: string): readonly string[] {
  return [...sandbox.artifacts.members(artifact).keys()].sort()
}
