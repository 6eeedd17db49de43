/*
 * Owns the list of everything that must hold after every run of an action, whatever went wrong around it. Used by the tests
 * of the built actions and by chaos; each oracle returns sentences about what does not hold.
 */
import type { ArtifactStore } from '../artifact-store.ts'
import { requestProblems } from './asked.ts'
import { endingProblems, memoryProblems, MEMORY_LIMIT } from './ending.ts'
import type { Evidence } from './evidence.ts'
import { artifactProblems, fileProblems } from './left.ts'
import { resultProblems, storedProblems } from './results.ts'
import { commandProblems, leakProblems } from './said.ts'
import type { Opinion } from './second-opinion.ts'

/** Allowances are what a scenario brings about itself, and so may be. */
export interface Allowances {
  /** Bytes at the peak, in place of the limit of every run. */
  readonly memory?: number
  /** Names in the workspace that the scenario changes or removes during the run. */
  readonly meddled?: readonly string[]
  /** True where the process ends by SIGKILL: the scenario's, or its own where a thread is stuck. */
  readonly dies?: true
  /** True where other runs write to the same workspace meanwhile. */
  readonly shared?: true
  /** False where the scenario leaves the run no way to tell its results. */
  readonly results?: false
}

/** problemsOf returns what does not hold of a run; `opinion` says by whom its signatures must be. */
export function problemsOf(
  evidence: Evidence,
  opinion: Opinion,
  { memory = MEMORY_LIMIT, meddled = [], dies, shared, results }: Allowances = {},
  store?: ArtifactStore,
): readonly string[] {
  return [
    ...(dies ? [] : endingProblems(evidence)),
    ...commandProblems(evidence),
    ...leakProblems(evidence),
    ...(shared ? [] : fileProblems(evidence, meddled, dies)),
    ...artifactProblems(evidence),
    ...requestProblems(evidence),
    ...memoryProblems(evidence, memory),
    ...(results === false ? [] : resultProblems(evidence, opinion)),
    ...(store === undefined || meddled.length > 0 ? [] : storedProblems(evidence, store)),
  ]
}
