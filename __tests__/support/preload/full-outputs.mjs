/* Has the disk be full for the outputs, from the one on whose text FULL_FROM_OUTPUT, a regular expression, matches. */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { appendFileSync } = fs
const full = new RegExp(process.env.FULL_FROM_OUTPUT ?? '')
let isFull = false
fs.appendFileSync = (file, data, ...rest) => {
  isFull ||= file === process.env.GITHUB_OUTPUT && full.test(data)
  if (!isFull || file !== process.env.GITHUB_OUTPUT) return appendFileSync(file, data, ...rest)
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  })
}
syncBuiltinESMExports()
