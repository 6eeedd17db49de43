/* Has the disk be full for everything that is written through a descriptor, where no file system can be made that is. */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { writeFileSync } = fs
fs.writeFileSync = (file, ...rest) => {
  if (typeof file !== 'number') return writeFileSync(file, ...rest)
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  })
}
syncBuiltinESMExports()
