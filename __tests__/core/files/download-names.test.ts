import { expect, it } from '@jest/globals'
import { downloadNames } from '../../../src/core/files/download-names.ts'

it.each([
  ['a path of the runner as a base name', ['/w/dist/x.iso'], ['x.iso']],
  ['different names without their directories', ['/w/a/x.iso', '/tmp/y.iso'], ['x.iso', 'y.iso']],
  ['equal names below the directory that they share', ['/w/a/x.iso', '/w/b/x.iso'], ['a/x.iso', 'b/x.iso']],
  ['names that some systems take for equal likewise', ['/w/a/x.iso', '/w/b/X.ISO'], ['a/x.iso', 'b/X.ISO']],
  ['names of one directory that some systems take for equal', ['/w/a/x', '/w/a/X'], ['x', 'X']],
  ['all names with directories where two are equal', ['/w/a/x', '/w/x', '/w/a/y'], ['a/x', 'x', 'a/y']],
  ['nothing as nothing', [], []],
])('downloadNames gives %s', (_, paths, names) => {
  expect(downloadNames(paths)).toEqual(names)
})
