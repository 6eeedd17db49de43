/*
 * Owns the signing of all subjects side by side, and the word about what is public already when that fails. Must not
 * write files.
 */
import { credentialSource } from '../identity/credential.ts'
import { display } from '../shared/display.ts'
import { mapParallel } from '../shared/parallel.ts'
import type { Caller, Clock } from '../services/retry.ts'
import { signSubject, type PublicEntry } from './sign-subject.ts'
import type { SignServices } from '../services/load-services.ts'
import type { IdentityProvider, Job, Log, SignedSubject, SignInputs, Subject } from '../types.ts'

/** How many subjects are with the services at one time. */
const SIDE_BY_SIDE = 8

/** SignAllPorts is what signing all subjects needs. */
export interface SignAllPorts extends SignServices {
  readonly call: Caller
  readonly clock: Clock
  readonly log: Log
  readonly identity: IdentityProvider
  readonly inputs: SignInputs
  readonly job: Job
  /** Milliseconds since the epoch: the end of the run's budget. */
  readonly deadline: number
  readonly published: (entry: PublicEntry) => void
}

/** signAll returns the signed subjects in their order: one token, one key, one certificate, a log entry each. Throws as signSubject. */
export async function signAll(subjects: readonly Subject[], ports: SignAllPorts): Promise<readonly SignedSubject[]> {
  const authorityService = ports.services.certificateAuthority
  const credentials = credentialSource({ ...ports, authorityService })
  const started = ports.clock.now()
  return mapParallel(subjects, SIDE_BY_SIDE, (subject, signal) =>
    signSubject(subject, { ...ports, credentials, started }, signal),
  )
}

/** tellingWhatIsPublic does the work; where that fails, one warning lists the entries that no one can take back. */
export async function tellingWhatIsPublic<T>(
  log: Log,
  work: (published: (entry: PublicEntry) => void) => Promise<T>,
): Promise<T> {
  const entries: PublicEntry[] = []
  let done = false
  try {
    const result = await work((entry) => entries.push(entry))
    done = true
    return result
  } finally {
    if (!done && entries.length > 0) log.warning(publicEntriesText(entries))
  }
}

function publicEntriesText(entries: readonly PublicEntry[]): string {
  const certain = new Set<string>()
  const possible = new Set<string>()
  for (const { name, logIndex, logUrl } of entries) {
    if (logIndex === undefined) possible.add(`${display(name)} (${display(logUrl)})`)
    else certain.add(`${display(name)} (log index ${logIndex}, ${display(logUrl)})`)
  }
  const sentences = [
    ['These log entries are public already and stay so, though nothing was written', certain],
    ['Nothing was written, yet log entries whose answer never came may be public', possible],
  ] as const
  return sentences
    .filter(([, list]) => list.size > 0)
    .map(([text, list]) => `${text}: ${[...list].join('; ')}`)
    .join('. ')
}
