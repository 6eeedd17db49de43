/* Shows which names are refused, how a path is told, and which file a signature file is of. */
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { fileNameProblem, isInside, shownPath } from '../../../src/core/files/names.ts'
import { inPlainPlace } from '../../../src/core/files/selected-file.ts'
import { fileOfSignature, signatureKind } from '../../../src/core/files/signature-names.ts'
import { newWorkspace } from '../../support/workspace.ts'
import type { SelectedFile } from '../../../src/core/types.ts'

describe('a name', () => {
  it.each(['x.iso', 'a b', 'tab\tbed', 'ü', '日本.iso', '-x', '\u{1F600}'])('may be %j', (name) => {
    expect(fileNameProblem(name)).toBeUndefined()
  })

  it.each(['a\nb', 'a\rb', 'a\u0000', 'a\u007F', 'a\u0085', 'a\uFFFD', 'a\uD800'])('is refused: %j', (name) => {
    expect(fileNameProblem(name)).toEqual(expect.any(String))
  })
})

describe('a path', () => {
  it.each([
    ['/w', true],
    ['/w/x', true],
    ['/w/..x', true],
    ['/w/a/../x', true],
    ['/', false],
    ['/wx', false],
    ['/w/../x', false],
    ['/x/w', false],
  ])('%s lies inside /w or is it: %p', (file, expected) => {
    expect(isInside(file, '/w')).toBe(expected)
  })

  it.each([
    ['/w/a/x', 'a/x'],
    ['/w/..x', '..x'],
    ['/w', '/w'],
    ['/', '/'],
    ['/wx', '/wx'],
    ['/x/y', '/x/y'],
  ])('%s is told as %s from the workspace /w', (file, expected) => {
    expect(shownPath('/w', file)).toBe(expected)
  })

  it.each([
    ['a/x', '/real/a/x', true],
    ['a/x', '/real/b/x', false],
    ['/real/a/x', '/real/a/x', false],
  ])('of the file %s, really %s, is a plain place in the workspace: %p', (name, realPath, expected) => {
    expect(inPlainPlace({ name, realPath } as SelectedFile, '/real')).toBe(expected)
  })
})

describe('a signature file', () => {
  it.each([
    ['x.sig', 'signature'],
    ['x.pem', 'certificate'],
    ['x.sigstore.json', 'bundle'],
    ['x.json', undefined],
    ['.sig.x', undefined],
    ['x.sha256', undefined],
  ])('%s is told by its end: %s', (name, kind) => {
    expect(signatureKind(name)).toBe(kind)
  })

  it.each([
    ['x.iso.sig', 'x.iso'],
    ['x.iso.pem', 'x.iso'],
    ['x.iso.sigstore.json', 'x.iso'],
    ['gone.sigstore.json', 'gone'],
    ['gone.sig', undefined],
    ['key.pem', undefined],
    ['x.iso', undefined],
  ])('%s is one of %s', (name, file) => {
    const workspace = newWorkspace('x.iso')
    expect(fileOfSignature(path.join(workspace, name))).toBe(
      file === undefined ? undefined : path.join(workspace, file),
    )
  })
})
