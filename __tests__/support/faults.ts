/*
 * Owns the names of what can be made to go wrong inside of a process: URLs to load before its program. Must not know what
 * then has to happen.
 */

/** stuckPool returns what makes `threads` of the four threads of the pool wait for a writer of a FIFO, for ever. */
export function stuckPool(fifo: string, threads: number): string {
  return fault('stuck-pool.mjs', { fifo, threads: String(threads) })
}

/** refusedRename returns what refuses to rename from or to any path that ends with `suffix`. */
export function refusedRename(suffix: string): string {
  return fault('rename.mjs', { suffix })
}

/** lastingRefusal returns what refuses such a rename, and from then on every other. */
export function lastingRefusal(suffix: string): string {
  return fault('rename.mjs', { suffix, lasts: 'true' })
}

/** fatalRename returns what kills the process when it is about to do so. */
export function fatalRename(suffix: string): string {
  return fault('rename.mjs', { suffix, kill: 'true' })
}

function fault(module: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(`faults/${module}`, import.meta.url)
  url.search = new URLSearchParams(parameters).toString()
  return url.href
}
