/* Has every read through a file handle fail as a broken disk has it fail. */
import { open } from 'node:fs/promises'

const handle = await open(process.execPath)
Object.getPrototypeOf(handle).read = async () => {
  throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', errno: -5, syscall: 'read' })
}
await handle.close()
