/* Shows that names which are not UTF-8 are refused and not passed over. */
import { expect, it } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { selectFiles } from '../../src/adapters/file-selection.ts'
import { newLog } from '../support/recording-log.ts'
import { newWorkspace } from '../support/workspace.ts'

/** A workspace with a.iso and, in Latin-1, ü.iso; undefined where the file system takes UTF-8 only. */
function latin1Workspace(): string | undefined {
  const workspace = newWorkspace('a.iso')
  try {
    writeFileSync(Buffer.concat([Buffer.from(`${workspace}/`), Buffer.from('ü.iso', 'latin1')]), 'x')
    return workspace
  } catch {
    return undefined
  }
}

it.each(['*.iso', '**', '\uFFFD.iso'])('%j meets a name that is not UTF-8', async (line) => {
  const workspace = latin1Workspace()
  const selection = workspace === undefined ? undefined : selectFiles([line], workspace, newLog())
  if (selection === undefined) return
  await expect(selection).rejects.toMatchObject({
    code: 'E_FILE_NAME',
    message: expect.stringContaining('is not valid UTF-8'),
  })
})
