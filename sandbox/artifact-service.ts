/*
 * Owns the Actions artifact service: the Twirp methods, as JSON, that @actions/artifact calls below
 * ACTIONS_RESULTS_URL. Checks the bearer and the ids in its scope; must not hold blobs.
 */
import { digestOf } from './artifact-store.ts'
import type { ArtifactStore, SandboxArtifact } from './artifact-store.ts'
import { json } from './http.ts'
import type { Endpoint } from './http.ts'
import type { Reply } from './routes.ts'

/** ArtifactServiceOptions are the store, the blob store's origin and the bearer that clients must show. */
export interface ArtifactServiceOptions {
  readonly store: ArtifactStore
  readonly blobs: string
  readonly bearer: string
}

type Method = 'CreateArtifact' | 'FinalizeArtifact' | 'ListArtifacts' | 'GetSignedArtifactURL' | 'DeleteArtifact'
type Call = Readonly<Record<string, string | undefined>>

/** artifactEndpoints serves `/twirp/github.actions.results.api.v1.ArtifactService/*`. */
export function artifactEndpoints(options: ArtifactServiceOptions): readonly Endpoint[] {
  const { store, blobs } = options
  const methods: Readonly<Record<Method, (call: Call) => Reply>> = {
    CreateArtifact: (call) => create(call, store, blobs),
    FinalizeArtifact: (call) => finalize(call, store),
    ListArtifacts: (call) => list(call, store),
    GetSignedArtifactURL: (call) => locate(call, store, blobs),
    DeleteArtifact: (call) => remove(call, store),
  }
  return (Object.keys(methods) as Method[]).map((method) => ({
    route: `artifacts.${method}`,
    method: 'POST',
    path: new RegExp(`^/twirp/github\\.actions\\.results\\.api\\.v1\\.ArtifactService/${method}$`),
    handle({ headers, body }) {
      if (headers.authorization !== `Bearer ${options.bearer}`) return fail(401, 'unauthenticated', 'bad token')
      const call = JSON.parse(body.toString()) as Call
      const ids = `${call['workflow_run_backend_id']}:${call['workflow_job_run_backend_id']}`
      if (!isInScope(options.bearer, ids)) return fail(403, 'permission_denied', 'the token is for another job')
      return methods[method](call)
    },
  }))
}

function create(call: Call, store: ArtifactStore, blobs: string): Reply {
  const name = call['name'] ?? ''
  if (name === '' || /[":<>|*?\r\n\\/]/.test(name)) return fail(400, 'invalid_argument', 'invalid artifact name')
  const artifact = store.create(name, call['expires_at'])
  if (artifact === undefined) {
    return fail(409, 'already_exists', 'an artifact with this name already exists on the workflow run')
  }
  return json(200, { ok: true, signed_upload_url: signedUrl(artifact, blobs) })
}

function finalize(call: Call, store: ArtifactStore): Reply {
  const artifact = store.get(call['name'] ?? '')
  if (artifact?.blob === undefined) return fail(404, 'not_found', 'artifact not found')
  if (artifact.isFinalized) return fail(409, 'already_exists', 'the artifact is finalized')
  if (Number(call['size']) !== artifact.blob.length) return fail(400, 'invalid_argument', 'size does not match')
  if (call['hash'] !== undefined && call['hash'] !== digestOf(artifact.blob)) {
    return fail(400, 'invalid_argument', 'hash does not match')
  }
  artifact.isFinalized = true
  return json(200, { ok: true, artifact_id: String(artifact.id) })
}

function list(call: Call, store: ArtifactStore): Reply {
  const { name_filter: name, id_filter: id } = call
  const found = store
    .list()
    .filter((each) => (name === undefined || each.name === name) && (id === undefined || String(each.id) === id))
  const artifacts = found.map((artifact) => ({
    workflow_run_backend_id: call['workflow_run_backend_id'],
    workflow_job_run_backend_id: call['workflow_job_run_backend_id'],
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.blob?.length ?? 0),
    created_at: new Date(artifact.createdAt).toISOString(),
    digest: artifact.blob === undefined ? undefined : digestOf(artifact.blob),
  }))
  return json(200, { artifacts })
}

function locate(call: Call, store: ArtifactStore, blobs: string): Reply {
  const artifact = store.get(call['name'] ?? '')
  if (artifact?.isFinalized !== true) return fail(404, 'not_found', 'artifact not found')
  return json(200, { signed_url: signedUrl(artifact, blobs) })
}

function remove(call: Call, store: ArtifactStore): Reply {
  const artifact = store.remove(call['name'] ?? '')
  if (artifact === undefined) return fail(404, 'not_found', 'artifact not found')
  return json(200, { ok: true, artifact_id: String(artifact.id) })
}

/** An address that works without a bearer, like an Azure shared access signature. */
function signedUrl(artifact: SandboxArtifact, blobs: string): string {
  return `${blobs}/artifacts/${artifact.id}.zip?sv=2025-01-05&sig=${encodeURIComponent(artifact.signature)}`
}

function isInScope(bearer: string, ids: string): boolean {
  const { scp } = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as { scp: string }
  return scp.split(' ').includes(`Actions.Results:${ids}`)
}

/** A Twirp error (twitchtv.github.io/twirp/docs/errors.html). */
function fail(status: number, code: string, msg: string): Reply {
  return json(status, { code, msg })
}
