/* Which signature files are told one by one, and which are named together for having no file in the run. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { withoutSignatures } from '../../../src/core/selection/left-out.ts'
import { newLog } from '../../support/recording-log.ts'
import { newWorkspace } from '../../support/workspace.ts'
import type { Work } from '../../../src/core/types.ts'

function leaveOut(workspace: string, matched: readonly string[], work: Work = 'verifying') {
  const log = newLog()
  const files = matched.map((name) => path.join(workspace, name))
  const kept = withoutSignatures([{ literal: false, files }], workspace, { log, work })
  return { log, kept: kept.map((file) => path.relative(workspace, file)) }
}

describe('signature files', () => {
  it('of a file of the run are left out with a log line each', () => {
    const all = ['x.iso', 'x.iso.sig', 'x.iso.pem', 'x.iso.sigstore.json']
    const { log, kept } = leaveOut(newWorkspace(...all), all)
    expect([kept, log.infos.length, log.notices, log.warnings]).toEqual([['x.iso'], 3, [], []])
  })

  it('of a file that is there but not in the run are named in one line', () => {
    const workspace = newWorkspace('x.iso', 'y.iso', 'y.iso.sig', 'y.iso.pem')
    mkdirSync(path.join(workspace, 'app'))
    const { log, kept } = leaveOut(workspace, ['x.iso', 'y.iso.sig', 'y.iso.pem', 'app.sig', 'app.sig'])
    expect([kept, log.notices]).toEqual([['x.iso'], []])
    expect(log.warnings).toEqual([expect.stringContaining("'y.iso.sig', 'y.iso.pem', 'app.sig';")])
  })

  it('of nothing are named where they are bundles, and else are files like others', () => {
    const { log, kept } = leaveOut(newWorkspace(), ['gone.sigstore.json', 'gone.sig', 'key.pem'])
    expect(kept).toEqual(['gone.sig', 'key.pem'])
    expect(log.warnings).toEqual([expect.stringContaining("'gone.sigstore.json';")])
  })

  it('of a file that another line names are no orphans', () => {
    const workspace = newWorkspace('x.iso', 'x.iso.sig')
    const log = newLog()
    const lines = [
      { literal: false, files: [path.join(workspace, 'x.iso.sig')] },
      { literal: true, files: [path.join(workspace, 'x.iso')] },
    ]
    expect(withoutSignatures(lines, workspace, { log, work: 'verifying' })).toHaveLength(1)
    expect([log.infos.length, log.notices, log.warnings]).toEqual([1, [], []])
  })

  it('without a file in the run are a warning in verifying, a notice in signing', () => {
    const { log } = leaveOut(newWorkspace(), ['x.sigstore.json'], 'signing')
    expect([log.notices, log.warnings]).toEqual([[expect.stringContaining("'x.sigstore.json'")], []])
  })

  it('are named up to fifty, in a form that does nothing', () => {
    const many = Array.from({ length: 60 }, (_, index) => `##[error]${index}.sigstore.json`)
    const [warning = ''] = leaveOut(newWorkspace(), many).log.warnings
    expect(warning.match(/\.sigstore\.json'/g)).toHaveLength(50)
    expect(warning).toContain(' and 10 more;')
    expect(warning).not.toContain('##[')
  })
})
