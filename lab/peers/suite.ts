/*
 * Owns the other way round: what other signers make on the same servers verifies with our engine and with keyless-verify, and
 * wrong things of theirs do not, for the reason that is written beside them.
 */
import { runCli } from '../../sandbox/runner/run-cli.ts'
import type { Lab } from '../lab.ts'
import type { Outcome, Report } from '../support/report.ts'
import { type PeerBundle, peerBundles } from './bundles.ts'
import { verifyPeer } from './engine.ts'

/** Asked returns `verified`, or the code of the refusal. */
type Asked = (trustedRoot: string, peer: PeerBundle) => Promise<string>

const ours: readonly (readonly [name: string, Asked])[] = [
  ['the engine', (trustedRoot, peer) => outcomeOf(verifyPeer(trustedRoot, peer))],
  ['keyless-verify', askCli],
]

/** peers runs the suite. */
export async function peers(lab: Lab, report: Report): Promise<void> {
  const bundles = await peerBundles(lab)
  for (const [name, ask] of ours) {
    for (const [index, peer] of bundles.entries()) {
      const other = bundles[(index + 1) % bundles.length] ?? peer
      const verdict = (change: Partial<PeerBundle>) => ask(lab.trust.trustedRoot, { ...peer, ...change })
      const title = `${name}, ${peer.title}`
      await report.check(`${title}: verifies`, async () => expected('verified', await verdict({})))
      await report.check(`${title}: another file is refused`, async () =>
        expected('E_DIGEST_MISMATCH', await verdict({ file: other.file })),
      )
      await report.check(`${title}: another identity is refused`, async () =>
        expected('E_CERT_IDENTITY', await verdict({ identity: `${peer.identity}x` })),
      )
      await report.check(`${title}: another issuer is refused`, async () =>
        expected('E_CERT_ISSUER', await verdict({ issuer: 'http://localhost:1' })),
      )
    }
  }
}

async function askCli(trustedRoot: string, peer: PeerBundle): Promise<string> {
  const { bundle, file, identity, issuer, sourceRepository } = peer
  const source = sourceRepository === undefined ? [] : ['--repository', sourceRepository]
  const args = [
    '--bundle',
    bundle,
    '--trusted-root',
    trustedRoot,
    '--identity',
    identity,
    '--issuer',
    issuer,
    ...source,
  ]
  const { exitCode, stdout } = await runCli({ directory: process.cwd(), args: [...args, '--json', file] })
  if (exitCode === 0) return 'verified'
  return (JSON.parse(stdout) as { readonly code: string }).code
}

async function outcomeOf(verification: Promise<unknown>): Promise<string> {
  try {
    await verification
    return 'verified'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

function expected(wanted: string, found: string): Outcome {
  return { passed: found === wanted, detail: `expected ${wanted}, got ${found}` }
}
