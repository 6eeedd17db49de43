/* Has every read of a tiny file, as scenarios sign them, fail as a broken disk has it fail. */
import { open } from 'node:fs/promises'

const handle = await open(process.execPath)
const prototype = Object.getPrototypeOf(handle)
const { read } = prototype
prototype.read = async function (...options) {
  if ((await this.stat()).size > 100) return read.apply(this, options)
  throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', errno: -5, syscall: 'read' })
}
await handle.close()
