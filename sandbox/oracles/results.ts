/*
 * Owns the comparison of what a run claims in its outputs with what is there: every result has files that a second opinion
 * accepts, every artifact holds exactly them. Must not ask the product.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ArtifactStore } from '../artifact-store.ts'
import type { Evidence } from './evidence.ts'
import { isAtHand, type Opinion, type Subject, verifyBundle, verifyDetached } from './second-opinion.ts'

interface Result {
  readonly file: string
  readonly sha256: string
  /** Bytes of a file that the run has read; absent where it had only a digest. */
  readonly size?: number
  readonly bundle: string
  /** Signing only. */
  readonly signature?: string
  readonly certificate?: string
  /** Verifying only: of each file its own. */
  readonly identity?: string
  readonly issuer?: string
}

/** Results of one run that get a second opinion; it takes some 30 milliseconds each. */
const MOST_OPINIONS = 12

/** resultProblems returns which of the run's claims do not hold; none where it claims nothing. `opinion` says by whom it must be. */
export function resultProblems(evidence: Evidence, opinion: Opinion): readonly string[] {
  const { action, result } = evidence
  const { outputs } = result
  if ((outputs['signed'] ?? outputs['verified']) !== 'true') return claimsNothing(outputs)
  const results = JSON.parse(outputs['results'] ?? '[]') as readonly Result[]
  if (results.length === 0) return ['the outputs claim success, but name no result']
  return results.slice(0, MOST_OPINIONS).flatMap((one, index) => {
    try {
      if (action === 'sign') checkSigned(one, evidence, opinion, index === 0)
      else checkVerified(one, evidence, opinion)
      return []
    } catch (error) {
      return [`the second opinion on '${one.file}': ${String(error)}`]
    }
  })
}

/** storedProblems returns how the artifact that a run says it uploaded differs from the files that it wrote. */
export function storedProblems({ result, workspace }: Evidence, store: ArtifactStore): readonly string[] {
  const { 'artifact-id': id, 'artifact-name': name, results = '[]' } = result.outputs
  if (id === undefined || name === undefined) return []
  const stored = store.get(name)
  if (stored === undefined || String(stored.id) !== id || !stored.isFinalized)
    return [`no artifact '${name}' is stored`]
  const written = (JSON.parse(results) as readonly Result[])
    .flatMap(({ signature = '', certificate = '', bundle }) => [signature, certificate, bundle])
    .map((file) => sha256(readFileSync(path.resolve(workspace, file))))
  const members = [...store.members(name).values()]
    .filter((bytes) => !isChecksumText(bytes.toString(), result.outputs))
    .map((bytes) => sha256(bytes))
  return members.sort().join() === written.sort().join() ? [] : [`artifact '${name}' does not hold what was written`]
}

/** isChecksumFile tells whether a file lists results of the run, each by its base name and with its digest, and nothing else. */
export function isChecksumFile(file: string, { result }: Pick<Evidence, 'result'>): boolean {
  return isChecksumText(readFileSync(file, 'utf8'), result.outputs)
}

function isChecksumText(text: string, { results = '[]' }: Readonly<Record<string, string>>): boolean {
  const known = (JSON.parse(results) as readonly Result[]).map(
    (one) => `${one.sha256}  ${path.posix.basename(one.file)}`,
  )
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'))
  return lines.length > 0 && lines.every((line) => known.includes(line))
}

function checkSigned(one: Result, evidence: Evidence, opinion: Opinion, thorough: boolean): void {
  const at = (name = ''): string => path.resolve(evidence.workspace, name)
  const { identity, issuer } = evidence.result.outputs
  if (identity !== opinion.identity || issuer !== opinion.issuer) throw new Error(`signed as '${String(identity)}'`)
  const subject = subjectOf(one, at(one.file))
  verifyBundle(at(one.bundle), subject, opinion)
  if (thorough && subject.file !== undefined) verifyDetached(at(one.signature), at(one.certificate), subject.file)
}

function checkVerified(one: Result, { workspace }: Evidence, opinion: Opinion): void {
  const at = (name: string): string => path.resolve(workspace, name)
  const { identity = '', issuer = '' } = one
  verifyBundle(at(one.bundle), subjectOf(one, at(one.file)), { ...opinion, identity, issuer })
}

/** The file itself, where the run says that it has read it: by digest, another may lie in its place. */
function subjectOf({ sha256: digest, size }: Result, file: string): Subject {
  if (size === undefined || !isAtHand(file)) return { sha256: digest }
  if (sha256(readFileSync(file)) !== digest) throw new Error('its digest is another')
  return { file }
}

function claimsNothing(outputs: Readonly<Record<string, string>>): readonly string[] {
  const claims = Object.keys(outputs).filter((name) => !['signed', 'verified', 'error-code'].includes(name))
  return claims.map((name) => `nothing was done, yet the output '${name}' is set`)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
