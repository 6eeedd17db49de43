/* Owns one number: writes the process's peak resident memory, in KiB, to KEYLESS_SIGN_MEMORY_FILE when it ends. */
import { readFileSync, writeFileSync } from 'node:fs'

process.on('exit', () => writeFileSync(process.env.KEYLESS_SIGN_MEMORY_FILE, String(peak())))

/** Linux counts into a process's ru_maxrss what its parent had at the time of the fork; its own peak is VmHWM. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}
