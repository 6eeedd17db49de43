/*
 * Owns the judgement of our own bundle before anybody sees it: what a stranger would check who knows exactly whom to
 * expect, and that the log did not hand out an old entry. Must not sign.
 */
import { assertEntry, isRekorV2 } from '../bundle/log-entry.ts'
import { verifyBundle } from '../bundle/verify-bundle.ts'
import { ownPolicy } from '../identity/own-policy.ts'
import { ActionError } from '../shared/errors.ts'
import { timeText } from '../shared/format.ts'
import type {
  Bundle,
  Certificate,
  Credential,
  DigestedMessage,
  Job,
  LogEntry,
  Trusted,
  VerifiedBundle,
} from '../types.ts'

/** Milliseconds by which a log's clock may differ from ours. */
const LEEWAY = 60_000

/** SigningRun is what this run knows that the bundle must agree with; times in milliseconds since the epoch. */
export interface SigningRun {
  readonly trusted: Trusted
  readonly job: Pick<Job, 'repository' | 'serverUrl'>
  readonly started: number
  readonly now: number
}

/**
 * verifyOwnBundle returns the facts of a bundle just made: what a stranger would check who knows exactly whom to expect, and
 * that the log did not hand out an old entry. Throws E_REKOR_SET, E_REKOR_TIME and all of verifyBundle.
 */
export function verifyOwnBundle(
  bundle: Bundle,
  message: DigestedMessage,
  { certificate, claims }: Credential,
  run: SigningRun,
): VerifiedBundle {
  requireSet(bundle)
  for (const entry of bundle.logEntries) {
    // Checked again below, but here first: an old entry of something else is not one of this run that came at a wrong time.
    assertEntry(entry, { certificate: certificate.der, signature: bundle.signature, digest: message })
    assertThisRun(entry, certificate, run)
  }
  return verifyBundle(bundle, message, run.trusted, ownPolicy(claims, run.job))
}

/** Of a v1 entry, nothing but its SET says when the log took it; bundles of others may lack one. */
function requireSet(bundle: Bundle): void {
  for (const entry of bundle.logEntries) {
    if (!isRekorV2(entry) && entry.inclusionPromise === undefined) {
      throw new ActionError('E_REKOR_SET', 'Rekor gave an entry without a signed entry timestamp (SET)', {
        fix: 'check the Rekor of the signing config: a v1 log signs every entry at once',
      })
    }
  }
}

function assertThisRun(entry: LogEntry, { notBefore, notAfter }: Certificate, { now, started }: SigningRun): void {
  const time = Number(entry.integratedTime ?? '0') * 1000
  const earliest = Math.max(notBefore, started - LEEWAY)
  const latest = Math.min(notAfter, now + LEEWAY)
  if (time === 0 || (time >= earliest && time <= latest)) return
  throw new ActionError(
    'E_REKOR_TIME',
    `Rekor says that it took the entry at ${timeText(time)}, which is not in this run and the life of its certificate`,
    { fix: "check the runner's clock; if it is right, do not trust this log" },
  )
}
