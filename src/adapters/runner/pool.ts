/*
 * Owns the look at libuv's pool: process.exit waits for its threads, and so for ever for one that is in a call of the system
 * which does not return, to a disk that hangs or a name server that is silent. Must not end anything.
 */

/** As Node names what runs in the pool for as long as the system likes. Hashing and compressing end by themselves. */
const CALLS: ReadonlySet<string> = new Set([
  'FSReqCallback',
  'FSReqPromise',
  'CloseReq',
  'GetAddrInfoReqWrap',
  'GetNameInfoReqWrap',
])

/** isPoolBusy tells whether a thread of the pool may be in such a call now. */
export function isPoolBusy(): boolean {
  return process.getActiveResourcesInfo().some((resource) => CALLS.has(resource))
}
