/*
 * Owns the upload of what was written, after it was signed: the content is what was written, what it replaces goes first,
 * and what the service stored is compared with it. Must not choose a name.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { sameContent } from './artifact-content.ts'
import { filesAreKept, isUploadFailure, nameTaken } from './artifact-errors.ts'
import { checkFiles } from './artifact-files.ts'
import type { ArtifactTools } from './artifact-tools.ts'
import { uploadMembers } from './artifact-upload.ts'
import type { ArtifactMember, StoredArtifact, StoredContent, UploadedArtifact } from '../types.ts'

/** Target is where to upload, and what to remove first. */
export interface Target {
  readonly name: string
  readonly replaces: StoredArtifact | undefined
}

/**
 * publishArtifact uploads the members under the target's name, reads the artifact back by its id and returns it. A
 * read-back that cannot be had is a warning. Throws E_UPLOAD_CONTENT when a file is no longer what was written,
 * E_UPLOAD_VERIFY when the service stored something else, E_UPLOAD_NAME_TAKEN, and what the store throws; every fix tells
 * that the signature files are kept.
 */
export async function publishArtifact(
  tools: ArtifactTools,
  { name, replaces }: Target,
  members: readonly ArtifactMember[],
  retentionDays: number | undefined,
): Promise<UploadedArtifact> {
  try {
    if (replaces !== undefined) {
      await checkFiles(members)
      await removeEarlier(tools, replaces)
    }
    const uploaded = await uploadMembers(checkingFirst(tools, members), name, members, retentionDays)
    await compareStored(tools, uploaded, members)
    return uploaded
  } catch (error) {
    throw isUploadFailure(error) ? filesAreKept(error) : error
  }
}

/** The same tools, which look at the files before each try: what is uploaded is what still lies there. */
function checkingFirst({ store, call, log }: ArtifactTools, members: readonly ArtifactMember[]): ArtifactTools {
  const checked: ArtifactTools['call'] = (attempt) =>
    call(async (signal) => {
      await checkFiles(members)
      return attempt(signal)
    })
  return { store, log, call: checked }
}

async function removeEarlier({ store, call, log }: ArtifactTools, earlier: StoredArtifact): Promise<void> {
  await call(async (signal) => {
    const found = await store.find(earlier.name, signal)
    if (found === undefined) return
    // Another job may have put its own there since the name was settled.
    if (found.id !== earlier.id) throw nameTaken(earlier.name)
    await store.remove(earlier.name, signal)
  })
  log.info(
    `Artifact '${display(earlier.name)}', which an earlier attempt of this run left for the same files, is replaced`,
  )
}

async function compareStored(
  { store, call, log }: ArtifactTools,
  uploaded: UploadedArtifact,
  members: readonly ArtifactMember[],
): Promise<void> {
  const look = (stored: StoredContent): boolean => sameContent(stored.members, members)
  let isSame: boolean
  try {
    isSame = await call((signal) => store.read(uploaded.id, signal, look, uploaded.digest))
  } catch (error) {
    if (!isUploadFailure(error) || error.code === 'E_UPLOAD_VERIFY') throw error
    log.warning(`Artifact '${display(uploaded.name)}' was uploaded, but could not be read back: ${error.message}`)
    return
  }
  if (isSame) return
  throw new ActionError('E_UPLOAD_VERIFY', `artifact '${display(uploaded.name)}' does not hold what was uploaded`, {
    fix: 'do not use this artifact; the signature files of this job are right: run it again',
  })
}
