/* Shows how names become files where a shell has matched its patterns already. */
import { describe, expect, it } from '@jest/globals'
import { MAXIMUM_SUBJECTS } from '../../../src/core/selection/distinct-files.ts'
import { namedFiles } from '../../../src/core/selection/named-files.ts'
import { newLog } from '../../support/recording-log.ts'
import { newWorkspace } from '../../support/workspace.ts'

const NAMES = ['x.iso', 'x.iso.sig', 'x.iso.pem', 'x.iso.sigstore.json', '[ab]#.iso', 'key.pem']

interface Selected {
  readonly names: readonly string[]
  readonly infos: readonly string[]
  readonly notices: readonly string[]
}

async function select(names: readonly string[]): Promise<Selected> {
  const log = newLog()
  const files = await namedFiles(names, newWorkspace(...NAMES), log)
  return { names: files.map(({ name }) => name), infos: log.infos, notices: log.notices }
}

describe('names', () => {
  it('are taken as they are, in their order', async () => {
    expect((await select(['[ab]#.iso', 'x.iso'])).names).toEqual(['[ab]#.iso', 'x.iso'])
  })

  it('count once, and a line says so', async () => {
    const { names, infos } = await select(['x.iso', './x.iso'])
    expect(names).toEqual(['x.iso'])
    expect(infos.join()).toContain('listed twice')
  })

  it('of signature files are left out beside their file, with a notice each', async () => {
    const { names, notices } = await select(['x.iso.sigstore.json', 'x.iso.sig', 'x.iso', 'x.iso.pem'])
    expect(names).toEqual(['x.iso'])
    expect(notices).toEqual(
      ['x.iso.sigstore.json', 'x.iso.sig', 'x.iso.pem'].map(
        (name) => `'${name}' is a signature file of 'x.iso' and is left out`,
      ),
    )
  })

  it('of signature files that are not there are left out, and the notice says that they are not', async () => {
    const { names, notices } = await select(['[ab]#.iso', '[ab]#.iso.sigstore.json'])
    expect(names).toEqual(['[ab]#.iso'])
    expect(notices).toEqual(["'[ab]#.iso.sigstore.json' would be a signature file of '[ab]#.iso', but is not there"])
  })

  it.each([
    [['x.iso.sigstore.json'], 'E_INPUT_FILES'],
    [['[ab]#.iso', 'x.iso.sigstore.json'], 'E_INPUT_FILES'],
    [['x.iso.sig'], 'E_INPUT_FILES'],
    [['*.iso'], 'E_FILE_NOT_FOUND'],
    [['!x.iso'], 'E_FILE_NOT_FOUND'],
    [['.'], 'E_FILE_TYPE'],
    [['x.iso/y'], 'E_FILE_NOT_FOUND'],
    [['x\n.iso'], 'E_FILE_NAME'],
  ])('%j are refused with %s', async (names, code) => {
    await expect(select(names)).rejects.toMatchObject({ code })
  })

  it('that only look like those of signature files are names like any other', async () => {
    expect((await select(['key.pem'])).names).toEqual(['key.pem'])
  })

  it('are no more than a run takes', async () => {
    const names = Array.from({ length: MAXIMUM_SUBJECTS + 1 }, (_, index) => `${index}`)
    await expect(namedFiles(names, newWorkspace(...names), newLog())).rejects.toMatchObject({ code: 'E_INPUT_FILES' })
  })
})
