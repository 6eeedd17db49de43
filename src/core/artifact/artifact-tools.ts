import type { ArtifactStore, Log, Tools } from '../types.ts'

/** ArtifactCall makes a call to the store again while its error is transient, within the tries and time of an upload. */
export type ArtifactCall = <T>(attempt: (signal: AbortSignal) => Promise<T>) => Promise<T>

/** ArtifactTools are the collaborators of one step, whose calls share its budget: that before signing, or that after. */
export interface ArtifactTools {
  readonly store: ArtifactStore
  readonly call: ArtifactCall
  readonly log: Log
}

/** Milliseconds for the artifact calls of one step. */
const ARTIFACT_BUDGET = 180_000

/** artifactTools returns the tools of a step that begins now. */
export function artifactTools(store: ArtifactStore, { call, clock, log }: Tools): ArtifactTools {
  const deadline = clock.now() + ARTIFACT_BUDGET
  return { store, log, call: (attempt) => call({ service: 'artifactStore', deadline, attempt }) }
}
