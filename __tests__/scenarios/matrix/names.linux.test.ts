/* The matrix of file systems: names in bytes, which only Linux takes. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { playRows } from './row.ts'

playRows('a file', {
  'X23 whose name is no UTF-8': {
    files: {},
    prepare({ workspace }) {
      const name = Buffer.concat([Buffer.from(path.join(workspace, 'caf')), Buffer.of(0xe9), Buffer.from('.iso')])
      writeFileSync(name, 'x')
      return undefined
    },
    with: { files: '*.iso' },
    code: 'E_FILE_NAME',
    text: 'is not valid UTF-8',
    requests: 0,
  },
})
