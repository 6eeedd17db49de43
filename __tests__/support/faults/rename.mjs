/*
 * Owns a renaming that goes wrong where it starts from or leads to a path that ends with `suffix`: refused, as for another
 * user's file in a sticky directory, or, with `kill`, the end of the process; with `lasts`, every later one goes wrong as well.
 * Loaded before a program, all in its URL.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { URL } from 'node:url'

const { searchParams } = new URL(import.meta.url)
const suffix = searchParams.get('suffix')
const { renameSync } = fs
let isOn = false

fs.renameSync = (from, to) => {
  const isMeant = [from, to].some((file) => file.endsWith(suffix))
  if (!isMeant && !isOn) return renameSync(from, to)
  isOn = searchParams.has('lasts')
  if (searchParams.has('kill')) process.kill(process.pid, 'SIGKILL')
  const refusal = new Error(`EPERM: operation not permitted, rename '${from}' -> '${to}'`)
  throw Object.assign(refusal, { errno: -1, code: 'EPERM', syscall: 'rename', path: from, dest: to })
}
syncBuiltinESMExports()
