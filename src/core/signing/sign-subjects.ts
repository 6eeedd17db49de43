import { mapParallel } from '../shared/parallel.ts'
import { signSubject, type SubjectPorts } from './sign-subject.ts'
import type { SignedSubject, Subject } from '../types.ts'

/** SIDE_BY_SIDE is how many subjects are with the services at one time. */
export const SIDE_BY_SIDE = 8

/** signSubjects returns the signed subjects in their order, each with a log entry of its own. Throws as signSubject. */
export function signSubjects(subjects: readonly Subject[], ports: SubjectPorts): Promise<readonly SignedSubject[]> {
  return mapParallel(subjects, SIDE_BY_SIDE, (subject, signal) => signSubject(subject, ports, signal))
}
