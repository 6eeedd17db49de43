/*
 * Owns how a Node process tells what it cost: it is started with a hook that writes a file at its end. Must not start it.
 */
import { existsSync, readFileSync } from 'node:fs'

/** ProcessCost is what one process took. */
export interface ProcessCost {
  /** Bytes; undefined where the process could not tell. */
  readonly peakMemory: number | undefined
  /** Milliseconds of CPU time, of all threads; undefined likewise. */
  readonly processorTime: number | undefined
}

/** costVariables are what the process needs in its environment to write `file`. */
export function costVariables(file: string): Readonly<Record<string, string>> {
  return {
    NODE_OPTIONS: `--import=${new URL('cost-hook.mjs', import.meta.url).href}`,
    KEYLESS_SIGN_COST_FILE: file,
  }
}

/** costIn returns what the file says. */
export function costIn(file: string): ProcessCost {
  if (!existsSync(file)) return { peakMemory: undefined, processorTime: undefined }
  const [kibibytes, microseconds] = readFileSync(file, 'utf8').split(' ').map(Number)
  return { peakMemory: (kibibytes ?? NaN) * 1024, processorTime: (microseconds ?? NaN) / 1000 }
}
