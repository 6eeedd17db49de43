/*
 * Owns the bundles of a checkout of sigstore-conformance: each directory below test/assets/bundle-verify, by file and by
 * digest, through the client as its own process, as the suite itself does. Must not know how the client verifies.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Verdict } from './cases.ts'

const BUNDLES = path.join('test', 'assets', 'bundle-verify')
const IDENTITY =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main'
const ISSUER = 'https://token.actions.githubusercontent.com'

/** isSuite tells whether a directory is a checkout of sigstore-conformance. */
export function isSuite(directory: string): boolean {
  return existsSync(path.join(directory, BUNDLES))
}

/** suiteCases returns the names of the suite's cases. */
export function suiteCases(directory: string): readonly string[] {
  return readdirSync(path.join(directory, BUNDLES), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/**
 * runSuiteCase returns the verdicts of one case. A refusal must come with a code of ours; attestations and managed keys
 * are right to be refused, by the name of what they are.
 */
export function runSuiteCase(name: string, directory: string): readonly Verdict[] {
  const assets = path.join(directory, BUNDLES)
  const own = (file: string): string => path.join(assets, name, file)
  const text = (file: string, otherwise: string): string =>
    existsSync(own(file)) ? readFileSync(own(file), 'utf8').trim() : otherwise
  const artifact = existsSync(own('artifact')) ? own('artifact') : path.join(assets, 'a.txt')
  const words = [
    ...['verify-bundle', '--bundle', own('bundle.sigstore.json')],
    ...['--certificate-identity', text('identity', IDENTITY), '--certificate-oidc-issuer', text('issuer', ISSUER)],
    ...(existsSync(own('trusted_root.json')) ? ['--trusted-root', own('trusted_root.json')] : []),
  ]
  const digest = createHash('sha256').update(readFileSync(artifact)).digest('hex')
  return [artifact, `sha256:${digest}`].map((operand, index) => {
    const client = path.join(import.meta.dirname, 'client.ts')
    const { status, stderr } = spawnSync(process.execPath, [client, ...words, operand], { encoding: 'utf8' })
    const code = /^(E_[A-Z_]+): /m.exec(stderr)?.[1]
    const isRefused = status === 1 && code !== undefined && code !== 'E_INTERNAL'
    const isRight = name.endsWith('_fail') ? isRefused : status === 0 || code === 'E_BUNDLE_KIND'
    return { name: `${name}, by ${index === 0 ? 'file' : 'digest'}`, isRight, found: code ?? 'verified' }
  })
}
