/*
 * Owns how a Node process tells what it cost: it is started with a hook that writes a file at its end. Must not start it.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** ProcessCost is what one process took. */
export interface ProcessCost {
  /** Bytes; undefined where the process could not tell. */
  readonly peakMemory: number | undefined
  /** Milliseconds of CPU time, of all threads; undefined likewise. */
  readonly processorTime: number | undefined
}

/** costVariables are what the process needs in its environment to write `file`; it loads further modules (URLs or paths) first, too. */
export function costVariables(file: string, preloads: readonly string[] = []): Readonly<Record<string, string>> {
  const hook = new URL('cost-hook.mjs', import.meta.url).href
  return {
    NODE_OPTIONS: [hook, ...preloads].map((module) => `--import=${asUrl(module)}`).join(' '),
    KEYLESS_SIGN_COST_FILE: file,
  }
}

/** costIn returns what the file says. */
export function costIn(file: string): ProcessCost {
  if (!existsSync(file)) return { peakMemory: undefined, processorTime: undefined }
  const [kibibytes, microseconds] = readFileSync(file, 'utf8').split(' ').map(Number)
  return { peakMemory: (kibibytes ?? NaN) * 1024, processorTime: (microseconds ?? NaN) / 1000 }
}

function asUrl(module: string): string {
  return path.isAbsolute(module) ? pathToFileURL(module).href : module
}
