/* Shows that names which are not UTF-8 are refused and not passed over. Other systems' file systems take UTF-8 only. */
import { writeFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { matchPattern } from '../../../src/adapters/glob.ts'
import { selectFiles } from '../../../src/core/selection/select-files.ts'
import { newLog } from '../../support/recording-log.ts'
import { newWorkspace } from '../../support/workspace.ts'

it.each(['*.iso', '**', '\uFFFD.iso'])('%j meets a name that is not UTF-8', async (line) => {
  const workspace = newWorkspace('a.iso')
  writeFileSync(Buffer.concat([Buffer.from(`${workspace}/`), Buffer.from('ü.iso', 'latin1')]), 'x')
  await expect(selectFiles([line], workspace, { log: newLog(), matchPattern })).rejects.toMatchObject({
    code: 'E_FILE_NAME',
    message: expect.stringContaining('is not valid UTF-8'),
  })
})
