/*
 * Owns the look at the threads of this process, libuv's and our own: process.exit waits for them, and so for ever for one in a
 * call of the system which does not return, to a disk that hangs or a name server that is silent. What ends the process is
 * given.
 */
import { isAnyThreadLive } from '../core/hashing/live-threads.ts'

// Milliseconds between two looks.
const PAUSE = 20

/** As Node names what runs in the pool for as long as the system likes. Hashing and compressing end by themselves. */
const CALLS: ReadonlySet<string> = new Set([
  'FSReqCallback',
  'FSReqPromise',
  'CloseReq',
  'GetAddrInfoReqWrap',
  'GetNameInfoReqWrap',
])

/**
 * exitOrKill calls `exit`, which ends the process; where a thread is stuck, so that it would wait for ever, a
 * process that has failed ends by SIGKILL, which is a failure, too, at the deadline (as performance.now tells time).
 */
export function exitOrKill(exit: () => void, deadline: number): void {
  if (!isPoolBusy() && !isAnyThreadLive()) exit()
  else if (performance.now() >= deadline) process.kill(process.pid, 'SIGKILL')
  else setTimeout(exitOrKill, PAUSE, exit, deadline)
}

/** isPoolBusy tells whether a thread of the pool may be in such a call now. */
function isPoolBusy(): boolean {
  return process.getActiveResourcesInfo().some((resource) => CALLS.has(resource))
}
