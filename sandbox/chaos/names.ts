/*
 * Owns the names that chaos gives to files: most of them plain, the others such as try to act where they are printed,
 * matched, or written. Must not make files.
 */
import type { Random } from './random.ts'

const PLAIN = ['zeta', 'image', 'app-1.2.3', 'SHA256', 'a', 'linux_x64', 'release+1']
const ENDINGS = ['.iso', '.iso', '.tar.gz', '.img', '', '.exe']
const HOSTILE = [
  '##[set-output name=verified]true',
  '::set-output name=signed::true',
  '%0A::error::x',
  '$(touch hacked)',
  '`touch hacked`',
  '; touch hacked',
  "it's",
  '"quoted"',
  '-rf',
  '--help',
  '.hidden',
  ' lead',
  'trail ',
  'tab\tbed',
  'line\nfeed',
  'carriage\rreturn',
  '<img src=x onerror=1>',
  '|a|b|',
  '```',
  'image[1]',
  '{a,b}',
  '*',
  '!not',
  '#comment',
  '~',
  'zero\u200bwidth',
  'right\u202eleft',
  'größe',
  'café\u0301',
  '😀',
  'x'.repeat(200),
  'x.sig',
  'x.pem',
  'x.sigstore.json',
]

/** fileName returns one name, plain where `plain` says so. */
function fileName(random: Random, plain: boolean): string {
  const ending = random.pick(ENDINGS)
  if (plain) return random.pick(PLAIN) + ending
  const hostile = random.pick(HOSTILE)
  return random.chance(0.5) ? hostile + ending : random.pick(PLAIN) + hostile + ending
}

/** fileNames returns one to four different names, some of them in a directory. */
export function fileNames(random: Random, plain: boolean): readonly string[] {
  const names = Array.from({ length: random.pick([1, 1, 1, 2, 3, 4]) }, () => {
    const name = fileName(random, plain)
    return random.chance(0.2) ? `dist/${name}` : name
  })
  return [...new Set(names)]
}
