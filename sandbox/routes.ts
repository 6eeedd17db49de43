/*
 * Owns the names of all services and routes of the sandbox, and what one request and one reply look like inside it. Types
 * only: what listens, and what goes wrong on the way, both build on them.
 */
import type { IncomingHttpHeaders } from 'node:http'

/** ServiceName is every server that the sandbox starts. */
export type ServiceName =
  | 'oidc'
  | 'runner'
  | 'fulcio'
  | 'rekor'
  | 'rekor2'
  | 'tsa'
  | 'artifacts'
  | 'blobs'
  | 'tuf'
  | 'github'
  | 'githubUploads'
  | 'githubObjects'
  | 'canary'

/** RouteName is every request that a service understands; faults are told by it. */
export type RouteName =
  | 'oidc.discovery'
  | 'oidc.keys'
  | 'runner.token'
  | 'fulcio.certificate'
  | 'rekor.create'
  | 'rekor.get'
  | 'rekor2.create'
  | 'tsa.timestamp'
  | 'artifacts.CreateArtifact'
  | 'artifacts.FinalizeArtifact'
  | 'artifacts.ListArtifacts'
  | 'artifacts.GetSignedArtifactURL'
  | 'artifacts.DeleteArtifact'
  | 'blobs.put'
  | 'blobs.get'
  | 'tuf.metadata'
  | 'tuf.target'
  | 'github.listReleases'
  | 'github.getReleaseByTag'
  | 'github.getRelease'
  | 'github.createRelease'
  | 'github.updateRelease'
  | 'github.listAssets'
  | 'github.getAsset'
  | 'github.updateAsset'
  | 'github.deleteAsset'
  | 'githubUploads.uploadAsset'
  | 'githubObjects.get'

/** Request is one HTTP request, read to its end. */
export interface Request {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Reply is what a service answers. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** SERVICE_NAMES are all services of a sandbox. */
export const SERVICE_NAMES: readonly ServiceName[] = [
  'oidc',
  'runner',
  'fulcio',
  'rekor',
  'rekor2',
  'tsa',
  'artifacts',
  'blobs',
  'tuf',
  'github',
  'githubUploads',
]
