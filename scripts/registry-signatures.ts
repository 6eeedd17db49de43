/*
 * Owns what `npm audit signatures` tells of the installed packages: that the registry signed each of them, that it did
 * not, or that it cannot be told here, because the registry has no signatures or its keys cannot be fetched. Exits with 0,
 * 1 and 3. On GitHub's runners, where all of it is there, what cannot be told is a failure.
 */
import { spawnSync } from 'node:child_process'

/** Finding is what npm's answer comes to, and why in one line. */
export interface Finding {
  readonly kind: 'signed' | 'refused' | 'untold'
  readonly why: string
}

/** Answer is what `npm audit signatures` printed, and its exit code. */
export interface Answer {
  readonly status: number | null
  readonly output: string
}

const SIGNED = /^(\d+) packages? ha(?:s|ve) (?:an? )?verified registry signatures?$/m
const MISSING = /^(\d+) packages? ha(?:s|ve) (?:an? )?missing registry signatures?/m
const INVALID = /^(\d+) packages? ha(?:s|ve) (?:an? )?invalid (?:registry signature|attestation)s?/m

/** judge reads npm's answer; what it does not know is never taken for signed. */
export function judge({ status, output }: Answer): Finding {
  const count = (pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? 0)
  const [signed, missing, invalid] = [count(SIGNED), count(MISSING), count(INVALID)]
  if (invalid > 0) return { kind: 'refused', why: `${String(invalid)} packages have a false signature` }
  if (missing > 0 && signed > 0) return { kind: 'refused', why: `${String(missing)} packages have no signature` }
  if (missing > 0) return { kind: 'untold', why: 'this registry gives no signatures, of no package' }
  if (status === 0 && signed > 0) return { kind: 'signed', why: `the registry signed ${String(signed)} packages` }
  return { kind: 'untold', why: 'npm could not look; its own words stand above' }
}

const EXIT_CODES = { signed: 0, refused: 1, untold: 3 } as const

function main(): void {
  // Short waits: where Sigstore cannot be reached, npm's own would take more than a minute. And `npm run --silent` would
  // make this npm silent, too.
  const options = ['--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=2000', '--loglevel=warn', '--color=false']
  const { status, stdout, stderr } = spawnSync('npm', ['audit', 'signatures', ...options], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const { kind, why } = judge({ status, output: stdout })
  console.log(`${stdout}${kind === 'signed' ? '' : stderr}\n${kind}: ${why}`)
  const onGitHub = process.env['GITHUB_ACTIONS'] === 'true'
  process.exitCode = kind === 'untold' && onGitHub ? EXIT_CODES.refused : EXIT_CODES[kind]
}

if (process.argv[1] === import.meta.filename) main()
