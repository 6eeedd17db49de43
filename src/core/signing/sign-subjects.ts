/*
 * Owns the signing of all subjects side by side, with one credential. Must not write files.
 */
import { credentialSource } from '../identity/credential.ts'
import type { SignServices } from '../services/load-services.ts'
import { mapParallel } from '../shared/parallel.ts'
import type { PublicEntry } from './public-entries.ts'
import { signSubject } from './sign-subject.ts'
import type { Caller, Clock, IdentityProvider, Job, Log, SignedSubject, SignInputs, Subject } from '../types.ts'

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
