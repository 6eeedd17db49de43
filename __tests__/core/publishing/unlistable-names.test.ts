/* Shows which names a checksum line that this run makes can give, so that whoever has both files can check them. */
import { describe, expect, it } from '@jest/globals'
import { refuseUnlistable } from '../../../src/core/publishing/checksum-names.ts'
import type { WantedChecksums } from '../../../src/core/types.ts'

const each: WantedChecksums = { kind: 'each' }
const list: WantedChecksums = { kind: 'list', name: 'SUMS' }

const refused = (fix: RegExp): Error =>
  expect.objectContaining({ code: 'E_OUTPUT_NAME', fix: expect.stringMatching(fix) }) as unknown as Error

describe('a checksum line', () => {
  it.each([each, list])('cannot name what sha256sum takes for its standard input: %j', (made) => {
    expect(() => {
      refuseUnlistable(['x', 'dist/-'], made, false)
    }).toThrow(refused(/^rename the file, or leave out 'write-checksums'/))
  })

  it('cannot name the list that it is in, in whatever directory that file lies', () => {
    expect(() => {
      refuseUnlistable(['a/SUMS'], list, false)
    }).toThrow(refused(/another name with 'write-checksums'/))
  })

  it('of its own can name a file that is called like a list', () => {
    refuseUnlistable(['a/SUMS'], each, true)
  })

  it('cannot name a file that a release would call something else', () => {
    expect(() => {
      refuseUnlistable(['dist/my x.iso'], each, true)
    }).toThrow(refused(/^rename the file to 'my\.x\.iso'/))
  })

  it('can name that file where no release has it, and one that keeps its name where one has', () => {
    refuseUnlistable(['dist/my x.iso'], list, false)
    refuseUnlistable(['dist/x.iso'], list, true)
  })
})
