/*
 * Owns the blobs' HTTP interface as Azure has it for block blobs: put at once, put block, put block list, get. Checks
 * the signature in the address; must not know artifacts beyond their bytes.
 */
import { randomUUID } from 'node:crypto'
import type { ArtifactStore, SandboxArtifact } from './artifact-store.ts'
import type { Endpoint } from './http.ts'
import type { Reply, Request, RouteName } from './routes.ts'

/** blobEndpoints serves `/artifacts/ID.zip` to those who have its signed address. */
export function blobEndpoints(store: ArtifactStore): readonly Endpoint[] {
  const endpoint = (
    method: string,
    route: RouteName,
    serve: (artifact: SandboxArtifact, request: Request) => Reply,
  ): Endpoint => ({
    route,
    method,
    path: /^\/artifacts\/\d+\.zip$/,
    handle(request) {
      const artifact = store.withId(Number(/\d+/.exec(request.url.pathname)?.[0]))
      if (artifact === undefined) return fail(404, 'BlobNotFound')
      const isSigned = request.url.searchParams.get('sig') === artifact.signature
      return isSigned ? serve(artifact, request) : fail(403, 'AuthenticationFailed')
    },
  })
  return [endpoint('PUT', 'blobs.put', put), endpoint('GET', 'blobs.get', get)]
}

/** Put Blob, Put Block and Put Block List, told apart by `comp` (Azure Blob Storage REST API). */
function put(artifact: SandboxArtifact, { url, body, headers }: Request): Reply {
  switch (url.searchParams.get('comp')) {
    case 'block':
      artifact.blocks.set(url.searchParams.get('blockid') ?? '', body)
      return reply(201)
    case 'blocklist': {
      const ids = [...body.toString().matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]*)</g)].map(([, id = '']) => id)
      const blocks = ids.map((id) => artifact.blocks.get(id))
      if (!blocks.every((block) => block !== undefined)) return fail(400, 'InvalidBlockList')
      artifact.blob = Buffer.concat(blocks)
      return reply(201)
    }
    case null:
      if (headers['x-ms-blob-type'] !== 'BlockBlob') return fail(400, 'InvalidHeaderValue')
      artifact.blob = body
      return reply(201)
    default:
      return fail(400, 'InvalidQueryParameterValue')
  }
}

function get(artifact: SandboxArtifact): Reply {
  if (artifact.blob === undefined) return fail(404, 'BlobNotFound')
  const disposition = `attachment; filename="${artifact.id}.zip"`
  return reply(200, artifact.blob, { 'content-type': 'application/zip', 'content-disposition': disposition })
}

function reply(status: number, body: Buffer = Buffer.alloc(0), headers: Readonly<Record<string, string>> = {}): Reply {
  const service = { 'x-ms-request-id': randomUUID(), 'x-ms-version': '2025-01-05', etag: '"0x1"' }
  return { status, headers: { ...service, 'last-modified': new Date().toUTCString(), ...headers }, body }
}

function fail(status: number, code: string): Reply {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
  return reply(status, Buffer.from(body), { 'content-type': 'application/xml', 'x-ms-error-code': code })
}
