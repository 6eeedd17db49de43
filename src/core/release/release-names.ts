/*
 * Owns what assets are called: what GitHub makes of a file's name, and how a file is called until it takes its place. What
 * GitHub answers counts; this only tells beforehand what is in the way.
 */
import type { Job, ReleaseAsset } from '../types.ts'

/** Run is what tells the attempts of one run from all others. */
export type Run = Pick<Job, 'runId' | 'runAttempt'>

/** What Rails' transliteration writes for the letters of Latin-1 and Latin Extended-A that do not decompose. */
const undecomposed = new Map(
  'Æ=AE Ð=D Ø=O Þ=Th ß=ss Đ=D Ħ=H Ĳ=IJ Ł=L Ŋ=NG Œ=OE Ŧ=T æ=ae ð=d ø=o þ=th đ=d ħ=h ĳ=ij ł=l ŋ=ng œ=oe ŧ=t ı=i ĸ=k ×=x'
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(2)]),
)

/**
 * assetName returns what GitHub stores a file name as: accents dropped, every run of characters but letters, digits and
 * `_ + @ -` one dot, none at either end. Documented only as renaming; the rule is that of cli/cli (release/upload).
 */
export function assetName(file: string): string {
  const ascii = Array.from(file.normalize('NFC'), asAscii).join('')
  const dotted = ascii
    .replace(/^\./, 'default.')
    .replace(/[^\w+@-]+/g, '.')
    .replace(/^\.|\.$/g, '')
  return dotted === file || dotted.includes('.') ? dotted : `default.${dotted}`
}

function asAscii(character: string): string {
  if (character < '\u0080') return character
  if (character < '\u00c0' || character > '\u017f') return '?'
  return undecomposed.get(character) ?? character.normalize('NFD').slice(0, 1)
}

/** Characters of an asset's name that its temporary name keeps, from the end: enough for every file name in use. */
const KEPT = 200

/** temporaryName returns how an asset is called until the one that it replaces is gone. */
export function temporaryName({ runId, runAttempt }: Run, name: string): string {
  return `keyless-sign.${runId}.${runAttempt}.${kept(name)}`
}

/** isLeftover tells whether an asset is what an earlier attempt of this run uploaded to replace `name`. */
export function isLeftover(asset: string, { runId, runAttempt }: Run, name: string): boolean {
  const staged = readTemporary(asset)
  return staged?.run === runId && staged.attempt < runAttempt && staged.of === kept(name)
}

/** isOfAnotherRun tells whether an asset is what another run uploaded to replace something, and never did or does now. */
export function isOfAnotherRun(asset: string, { runId }: Run): boolean {
  const staged = readTemporary(asset)
  return staged !== undefined && staged.run !== runId
}

/**
 * rivalOf returns what was uploaded to replace `name`, but not by an earlier attempt of this run; the oldest where there are
 * several. It is another job's, unless this one has begun.
 */
export function rivalOf(name: string, assets: readonly ReleaseAsset[], run: Run): ReleaseAsset | undefined {
  return assets
    .filter((asset) => readTemporary(asset.name)?.of === kept(name))
    .filter((asset) => !isLeftover(asset.name, run, name))
    .toSorted((one, other) => one.id - other.id)[0]
}

function readTemporary(
  asset: string,
): { readonly run: string; readonly attempt: number; readonly of: string } | undefined {
  const [, run, attempt, of] = /^keyless-sign\.(\d+)\.(\d+)\.(.+)$/.exec(asset) ?? []
  return run === undefined || of === undefined ? undefined : { run, attempt: Number(attempt), of }
}

function kept(name: string): string {
  return name.slice(-KEPT).replace(/^\.+/, '')
}
