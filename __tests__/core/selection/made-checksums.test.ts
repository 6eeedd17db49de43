/* Which checksum files are no files to sign, since the run makes them. */
import { describe, expect, it } from '@jest/globals'
import { withoutMade } from '../../../src/core/selection/made-checksums.ts'
import { newLog } from '../../support/recording-log.ts'
import type { WantedChecksums } from '../../../src/core/types.ts'

const files = ['/w/x.iso', '/w/x.iso.sha256', '/w/y.iso.sha256', '/w/a/SUMS', '/w/SUMS']
const each: WantedChecksums = { kind: 'each' }
const list: WantedChecksums = { kind: 'list', name: 'SUMS' }

describe('of what a pattern catches', () => {
  it.each([
    [each, ['/w/x.iso.sha256']],
    [list, ['/w/a/SUMS', '/w/SUMS']],
  ] as const)('%j leaves out what it makes, and tells it', (made, out) => {
    const log = newLog()
    const found = withoutMade([{ literal: false, files }], made, '/w', log)
    expect(found).toEqual([{ literal: false, files: files.filter((file) => !out.some((one) => one === file)) }])
    expect(log.infos).toHaveLength(out.length)
  })

  it.each([each, list])('%j leaves out nothing that a line names', (made) => {
    const found = files.map((file) => ({ literal: true, files: [file] }))
    expect(withoutMade(found, made, '/w', newLog())).toEqual(found)
  })
})
