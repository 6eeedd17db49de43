/*
 * Owns the other way round: what other signers make on the same servers verifies with our engine, and wrong things of
 * theirs do not, for the reason that is written beside them.
 */
import type { Lab } from '../lab.ts'
import type { Outcome, Report } from '../support/report.ts'
import { type PeerBundle, peerBundles } from './bundles.ts'
import { verifyPeer } from './engine.ts'

/** peers runs the suite. */
export async function peers(lab: Lab, report: Report): Promise<void> {
  const bundles = await peerBundles(lab)
  for (const [index, peer] of bundles.entries()) {
    const other = bundles[(index + 1) % bundles.length] ?? peer
    const verdict = (change: Partial<PeerBundle>) =>
      outcomeOf(verifyPeer(lab.trust.trustedRoot, { ...peer, ...change }))
    const { title } = peer
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
