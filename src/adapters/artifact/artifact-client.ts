/*
 * Owns every call of @actions/artifact: its parts are loaded when they are first used, it is kept on a leash, and its failures
 * are translated. Must not know what a call is for.
 */
import type { Artifact, DefaultArtifactClient } from '@actions/artifact'
import { abortReason, race } from '../../core/shared/deadline.ts'
import { artifactFailure, endOfCall } from './artifact-failure.ts'
import { supervisedHttp } from './supervised-http.ts'

/**
 * askFinder returns the newest artifact of that name, by the library's look-up alone; undefined where there is none. Throws
 * E_UPLOAD_*, E_ENV, or the signal's reason.
 */
export function askFinder(name: string, signal: AbortSignal): Promise<Artifact | undefined> {
  return ask(name, signal, import('./find-artifact.ts'), ({ findArtifact }) => findArtifact(name))
}

/**
 * askClient settles as `work` does with the whole client, whose storage library is another 3 MB of text to load; undefined where
 * the artifact is not there. Throws as askFinder, `name` being what the errors call the artifact.
 */
export function askClient<T>(
  name: string,
  signal: AbortSignal,
  work: (client: DefaultArtifactClient) => Promise<T>,
): Promise<T | undefined> {
  return ask(name, signal, import('@actions/artifact'), ({ DefaultArtifactClient }) =>
    work(new DefaultArtifactClient()),
  )
}

/** loadClient begins to load the whole client; where that fails, askClient does. */
export function loadClient(): void {
  import('@actions/artifact').catch(() => undefined)
}

async function ask<T, L>(
  name: string,
  signal: AbortSignal,
  loading: Promise<L>,
  work: (library: L) => Promise<T>,
): Promise<T | undefined> {
  const library = await race(loading, signal)
  let status: number | undefined
  try {
    return await supervisedHttp(
      signal,
      (event) => {
        if (event.kind === 'answered') status = event.status
        return endOfCall(event)
      },
      () => work(library),
    )
  } catch (error) {
    if (signal.aborted) throw abortReason(signal)
    if (error instanceof Error && error.name === 'ArtifactNotFoundError') return undefined
    throw artifactFailure(error, name, status)
  }
}
