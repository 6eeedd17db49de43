/*
 * Owns what a reader has to know of the machine: cores, memory, system, versions. Must not name it.
 */
import { readFile } from 'node:fs/promises'
import { availableParallelism, machine, totalmem, type as systemName } from 'node:os'
import { lastLine, run } from '../lab/support/run.ts'

/** Machine is where the comparison ran. */
export interface Machine {
  readonly cores: number
  /** Bytes. */
  readonly memory: number
  /** `Linux x86_64`. */
  readonly system: string
  readonly node: string
  /** As `openssl version` says it: `OpenSSL 3.0.15`. */
  readonly openssl: string
  /** The product's, from package.json. */
  readonly version: string
}

/** describeMachine returns this machine; throws where openssl is missing. */
export async function describeMachine(): Promise<Machine> {
  const openssl = await run('openssl', ['version'])
  if (openssl.code !== 0) throw new Error(`openssl version: ${lastLine(openssl)}`)
  const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  return {
    cores: availableParallelism(),
    memory: totalmem(),
    system: `${systemName()} ${machine()}`,
    node: process.versions.node,
    openssl: openssl.stdout.split(' ').slice(0, 2).join(' ').trim(),
    version: String(new Map(Object.entries(manifest ?? {})).get('version')),
  }
}
