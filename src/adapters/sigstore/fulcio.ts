/*
 * Owns the use of sigstore-js's Fulcio client: one certificate for one key. Must not ask for tokens, nor judge the
 * certificate.
 */
import { X509Certificate } from 'node:crypto'
import { FulcioSigner } from '@sigstore/sign'
import { serviceFailure } from '../../core/services/service-failure.ts'
import { race } from '../../core/shared/deadline.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { clientFailure } from './client-failure.ts'
import { reach } from './reach.ts'
import type { CertificateAuthority, Reachable, ReadCertificate, Service } from '../../core/types.ts'

/** fulcio returns the client of one Fulcio; `timeout` is the engine's own limit in milliseconds. */
export function fulcio(
  service: Service,
  readCertificate: ReadCertificate,
  timeout: number,
): CertificateAuthority & Reachable {
  const url = `${service.url}/api/v2/signingCert`
  return {
    url: service.url,
    reach: (signal) => reach('certificateAuthority', service.url, timeout, signal),
    issue: async (token, key, signal) => {
      const publicKey = key.publicKey.export({ type: 'spki', format: 'pem' }).toString()
      const signer = new FulcioSigner({
        fulcioBaseURL: service.url,
        timeout,
        retry: false,
        identityProvider: { getToken: () => Promise.resolve(token) },
        // The engine signs the token's subject with it, as proof of possession, and then an empty message, unused:
        // files are signed by their digest elsewhere.
        keyHolder: {
          sign: (message) =>
            Promise.resolve({
              signature: Buffer.from(key.signMessage(message)),
              key: { $case: 'publicKey', publicKey },
            }),
        },
      })
      const pem = await race(signer.sign(Buffer.alloc(0)), signal)
        .then(({ key: answer }) => (answer.$case === 'x509Certificate' ? answer.certificate : undefined))
        .catch((error: unknown) => {
          throw refusal(url, error)
        })
      try {
        return readCertificate(new X509Certificate(pem ?? '').raw)
      } catch (cause) {
        const text = `POST ${url} answered without a certificate that can be read`
        throw serviceFailure('certificateAuthority', 'response', { text, cause })
      }
    },
  }
}

function refusal(url: string, thrown: unknown): unknown {
  if (thrown instanceof ActionError) return thrown
  const { status, error } = clientFailure('certificateAuthority', url, thrown)
  if (status === 401 || (status === 400 && /token/i.test(error.message))) {
    return new ActionError('E_FULCIO_TOKEN_REJECTED', error.message, {
      fix: 'check that this Fulcio trusts the issuer of the token, and its audience (`audience`)',
      cause: thrown,
    })
  }
  return error
}
