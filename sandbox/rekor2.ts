/*
 * Owns Rekor's v2 service for hashed records (rekor-tiles' rekor_service.proto): no promise, no time, only a proof in a
 * checkpoint. Witnesses and tiles are left out.
 */
import { isSigned } from './hashed-record.ts'
import { json } from './http.ts'
import type { Endpoint } from './http.ts'
import { bodyOfVersion2, provenEntry } from './log-entry.ts'
import type { Reply, Request } from './routes.ts'
import type { TransparencyLog } from './transparency-log.ts'

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
  if (isNew) return json(201, provenEntry(entry, log, 2))
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
    return isSigned(record) ? bodyOfVersion2(record, keyDetails) : undefined
  } catch {
    return undefined
  }
}
