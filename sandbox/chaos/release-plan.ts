/*
 * Owns the choice of a release that a signing run attaches to: what it is, what others have put there, what becomes of it
 * meanwhile. Must not make it.
 */
import type { Random } from './random.ts'

/** PlannedRelease is a release with a file of others, and what else is on it. */
export interface PlannedRelease {
  readonly isDraft: boolean
  readonly isImmutable: boolean
  readonly namedBy: 'tag' | 'id'
  /** The first signed file, where it is an asset: the very one, or another of its name. */
  readonly own: 'none' | 'same' | 'other'
  /** Endings to the first file's name: what others have attached in the place of our files. */
  readonly held: readonly string[]
  /** What somebody does to the release while the run waits for its log. */
  readonly meanwhile: 'nothing' | 'publish' | 'publish for ever' | 'take a name'
  readonly contents: 'read' | 'write'
  readonly inputs: Readonly<Record<string, string>>
  /** True where it is in nobody's way. */
  readonly isPlain: boolean
}

/** releasePlan chooses one. */
export function releasePlan(random: Random): PlannedRelease {
  const isPlain = random.chance(0.5)
  const isDraft = random.chance(0.6)
  const odd = <T>(otherwise: T, choose: () => T): T => (isPlain ? otherwise : choose())
  return {
    isDraft,
    isImmutable: odd(false, () => !isDraft && random.chance(0.2)),
    namedBy: random.pick(['tag', 'id'] as const),
    own: odd('same', () => random.pick(['none', 'same', 'other'] as const)),
    held: odd<readonly string[]>([], () => random.some(['.sig', '.pem', '.sigstore.json', '.sha256'], 0.15)),
    meanwhile: odd('nothing', () =>
      random.pick(['nothing', 'nothing', 'publish', 'publish for ever', 'take a name'] as const),
    ),
    contents: odd('write', () => random.pick(['write', 'write', 'write', 'read'] as const)),
    inputs: {
      ...random.pick([{}, {}, { 'write-checksums': 'each' }, { 'write-checksums': 'SHA256SUMS' }]),
      ...(random.chance(0.1) ? { 'dry-run': 'true' } : {}),
    },
    isPlain,
  }
}
