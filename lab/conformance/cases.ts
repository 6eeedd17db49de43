/*
 * Owns a list of cases (`cases.json`): each by file and by digest, and whether each came out right for a right reason. Must not
 * know where the list is kept, nor who judges.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { areas, type Area } from './areas.ts'
import type { Judge } from './judges.ts'

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

/** runCase returns the verdicts on one case, by file and by digest, of one judge. */
export async function runCase(one: Case, directory: string, judge: Judge): Promise<readonly Verdict[]> {
  const { name, valid, identity, issuer, reason = [] } = one
  const inside = (file: string): string => path.join(directory, file)
  const file = inside(one.artifact)
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
  const files = { bundle: inside(one.bundle), trustedRoot: inside(one.trustedRoot) }
  const verdicts: Verdict[] = []
  for (const way of [
    { by: 'file', file, sha256: '' },
    { by: 'digest', file: '', sha256 },
  ]) {
    const code = await judge({ ...files, identity, issuer, file: way.file, sha256: way.sha256 })
    const area = areaOf(code)
    verdicts.push({
      name: `${name}, by ${way.by}`,
      isRight: valid ? code === undefined : area !== undefined && reason.includes(area),
      found: code === undefined ? 'verified' : `${code} (${area ?? 'no area'})`,
    })
  }
  return verdicts
}

function areaOf(code: string | undefined): Area | undefined {
  return new Map<string | undefined, Area>(Object.entries(areas)).get(code)
}
