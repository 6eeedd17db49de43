/* Owns two numbers, written to KEYLESS_SIGN_COST_FILE when the process ends: peak memory in KiB, CPU time in microseconds. */
import { readFileSync, writeFileSync } from 'node:fs'

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  writeFileSync(process.env.KEYLESS_SIGN_COST_FILE, `${peak()} ${user + system}`)
})

/** Linux counts into a process's ru_maxrss what its parent had at the time of the fork; its own peak is VmHWM. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}
