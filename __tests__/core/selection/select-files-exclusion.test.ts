/* Shows what `!` lines take away, and that signature files are not signed again. */
import { describe, expect, it } from '@jest/globals'
import { matchPattern } from '../../../src/adapters/glob.ts'
import { selectFiles } from '../../../src/core/selection/select-files.ts'
import { newLog } from '../../support/recording-log.ts'
import { failing, names } from '../../support/selecting.ts'
import { newWorkspace } from '../../support/workspace.ts'

describe('exclusions', () => {
  it('take names and patterns away, wherever they stand', async () => {
    const workspace = newWorkspace('a.iso', 'b.iso', 'c.iso', 'd[1].iso')
    expect(await names(workspace, '!b.iso', '*.iso', '!./c*', '!d[1].iso')).toEqual(['a.iso'])
  })

  it('may have white space behind the `!`', async () => {
    expect(await names(newWorkspace('a.iso', 'b.iso', 'c.iso'), '*.iso', '! b.iso', '!\tc*')).toEqual(['a.iso'])
  })

  it('may leave a line with nothing, as long as another has something', async () => {
    expect(await names(newWorkspace('a.iso', 'b.iso'), 'a.iso', 'b.iso', '!b*')).toEqual(['a.iso'])
  })

  it('may not leave nothing at all', async () => {
    expect(await failing(newWorkspace('a.iso'), '*.iso', '!a.iso')).toMatchObject({ code: 'E_INPUT_FILES' })
    expect(await failing(newWorkspace('a.iso'), '!a.iso')).toMatchObject({ code: 'E_INPUT_FILES' })
  })

  it('of names that do not exist are told, all in one notice', async () => {
    const log = newLog()
    await selectFiles(['*.iso', '!b.iso', '!*.tmp', '!c.iso'], newWorkspace('a.iso'), { log, matchPattern })
    expect(log.notices).toEqual(["Nothing is excluded by '!b.iso', '!c.iso': there is no such file"])
  })
})

describe('signature files', () => {
  it('that a pattern matches are left out with a log line', async () => {
    const log = newLog()
    const all = ['x.iso', 'x.iso.sig', 'x.iso.pem', 'x.iso.sigstore.json', 'y.sigstore.json', 'key.pem', 'gpg.sig']
    const files = await selectFiles(['*'], newWorkspace(...all), { log, matchPattern })
    expect(files.map(({ name }) => name).toSorted()).toEqual(['gpg.sig', 'key.pem', 'x.iso'])
    expect([log.infos.length, log.warnings.length + log.notices.length]).toEqual([3, 1])
    expect(log.infos[0]).toContain('looks like a signature')
  })

  it.each(['x.iso.sig', 'y.sigstore.json'])('that are named are refused: %s', async (name) => {
    expect(await failing(newWorkspace('x.iso', name), name)).toMatchObject({
      code: 'E_INPUT_FILES',
      message: `'${name}' looks like a signature`,
    })
  })
})
