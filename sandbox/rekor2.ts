/*
 * Owns Rekor's v2 service for hashed records (rekor-tiles' rekor_service.proto): no promise, no time, only a proof in a
 * checkpoint. Witnesses and tiles are left out.
 */
import { isSigned } from './hashed-record.ts'
import { json } from './http.ts'
import type { Endpoint } from './http.ts'
import type { Reply, Request } from './routes.ts'
import { canonicalJson } from './transparency-log.ts'
import type { LoggedEntry, TransparencyLog } from './transparency-log.ts'

interface CreateEntryRequest {
  readonly hashedRekordRequestV002: {
    readonly digest: string
    readonly signature: {
      readonly content: string
      readonly verifier: { readonly keyDetails: string; readonly x509Certificate: { readonly rawBytes: string } }
    }
  }
}

/** rekor2Endpoints serves `POST /api/v2/log/entries`. */
export function rekor2Endpoints(log: TransparencyLog): readonly Endpoint[] {
  return [
    {
      route: 'rekor2.create',
      method: 'POST',
      path: /^\/api\/v2\/log\/entries$/,
      handle: (request) => create(request, log),
    },
  ]
}

function create(request: Request, log: TransparencyLog): Reply {
  const body = canonicalBody(request.body)
  if (body === undefined) return json(400, { code: 3, message: 'invalid hashedrekord request', details: [] })
  const { entry, isNew } = log.append(body, Date.now())
  if (isNew) return json(201, described(entry, log))
  const message = `an equivalent entry already exists in the transparency log with index ${entry.index}`
  return json(409, { code: 6, message, details: [] })
}

function canonicalBody(body: Buffer): Buffer | undefined {
  try {
    const { digest, signature } = (JSON.parse(body.toString()) as CreateEntryRequest).hashedRekordRequestV002
    const { keyDetails, x509Certificate } = signature.verifier
    const record = {
      digest: Buffer.from(digest, 'base64'),
      signature: Buffer.from(signature.content, 'base64'),
      certificate: Buffer.from(x509Certificate.rawBytes, 'base64'),
    }
    if (!isSigned(record)) return undefined
    const verifier = { keyDetails, x509Certificate: { rawBytes: x509Certificate.rawBytes } }
    const hashedRekordV002 = {
      data: { algorithm: 'SHA2_256', digest },
      signature: { content: signature.content, verifier },
    }
    return Buffer.from(canonicalJson({ apiVersion: '0.0.2', kind: 'hashedrekord', spec: { hashedRekordV002 } }))
  } catch {
    return undefined
  }
}

/** An entry as a TransparencyLogEntry of sigstore_rekor.proto; 64-bit numbers are strings in protobuf JSON. */
function described(entry: LoggedEntry, log: TransparencyLog): Record<string, unknown> {
  const proof = log.prove(entry)
  return {
    logIndex: String(entry.index),
    logId: { keyId: log.logId.toString('base64') },
    kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
    inclusionProof: {
      logIndex: String(entry.index),
      rootHash: proof.rootHash.toString('base64'),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map((hash) => hash.toString('base64')),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body.toString('base64'),
  }
}
