/*
 * Owns the one call of @actions/artifact that a run makes while its files are still being read, by the library's own files: its
 * door loads the storage client besides, 3 MB of text that is for the upload only. Must be loaded where it is used, no sooner.
 */
import { getArtifactInternal } from '../../../node_modules/@actions/artifact/lib/internal/find/get-artifact.js'
import { isGhes } from '../../../node_modules/@actions/artifact/lib/internal/shared/config.js'
import { GHESNotSupportedError } from '../../../node_modules/@actions/artifact/lib/internal/shared/errors.js'
import type { Artifact } from '../../../node_modules/@actions/artifact/lib/internal/shared/interfaces.js'

/** findArtifact returns the newest of this run's artifacts of that name; throws the library's errors, as its client does. */
export async function findArtifact(name: string): Promise<Artifact> {
  if (isGhes()) throw new GHESNotSupportedError()
  const { artifact } = await getArtifactInternal(name)
  return artifact
}
