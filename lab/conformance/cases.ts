/*
 * Owns a list of cases (`cases.json`): each by file and by digest, in this process, and whether each came out right for a
 * right reason. Must not know where the list is kept.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { asActionError } from '../../src/core/reporting/error-text.ts'
import type { Log } from '../../src/core/types.ts'
import { areas } from './areas.ts'
import { verifyCommand } from './commands.ts'

/** Case is one bundle and what must become of it; paths are relative to the list. `reason` names areas, any of them is right. */
export interface Case {
  readonly name: string
  readonly valid: boolean
  readonly bundle: string
  readonly artifact: string
  readonly trustedRoot: string
  readonly identity: string
  readonly issuer: string
  readonly reason?: readonly string[]
}

/** Verdict is how one case came out one way; `found` is `verified`, or the code and its area. */
export interface Verdict {
  readonly name: string
  readonly isRight: boolean
  readonly found: string
}

/** readCases returns the cases of a directory that holds `cases.json`. */
export function readCases(directory: string): readonly Case[] {
  return JSON.parse(readFileSync(path.join(directory, 'cases.json'), 'utf8')) as readonly Case[]
}

/** runCase returns the verdicts of one case, by file and by digest. */
export async function runCase(one: Case, directory: string): Promise<readonly Verdict[]> {
  const inside = (name: string): string => path.join(directory, name)
  const file = inside(one.artifact)
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
  const verdicts: Verdict[] = []
  for (const way of [
    { by: 'file', file, sha256: '' },
    { by: 'digest', file: '', sha256 },
  ]) {
    const found = await judge(one, inside, way)
    const isRight = one.valid ? found.code === undefined : (one.reason ?? []).includes(found.area ?? '')
    const text = found.code === undefined ? 'verified' : `${found.code} (${found.area ?? 'no area'})`
    verdicts.push({ name: `${one.name}, by ${way.by}`, isRight, found: text })
  }
  return verdicts
}

const silent: Log = { info: () => undefined, notice: () => undefined, warning: () => undefined }

async function judge(
  { bundle, identity, issuer, trustedRoot }: Case,
  inside: (name: string) => string,
  way: { readonly file: string; readonly sha256: string },
): Promise<{ readonly code?: string; readonly area?: string }> {
  const files = { bundle: inside(bundle), trustedRoot: inside(trustedRoot) }
  try {
    await verifyCommand({ name: 'verify-bundle', ...files, ...way, identity, issuer, isStaging: false }, silent)
    return {}
  } catch (error) {
    const { code } = asActionError(error)
    const area = areas[code]
    return { code, ...(area === undefined ? {} : { area }) }
  }
}
