/*
 * Owns a whole Sigstore instance in memory, made of the sandbox's parts, that signs whatever a test wants: any curve, any
 * digest algorithm, with or without SET and timestamp, true or not. Must not share code with the product.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createCertificateAuthority, type CertificateChanges } from './certificate-authority.ts'
import { extensionsOf, identityOf } from './fulcio-extensions.ts'
import type { Request } from './routes.ts'
import { createTimestampService } from './timestamp-authority.ts'
import { githubClaims, type Claims } from './token.ts'
import { TransparencyLog } from './transparency-log.ts'
import { trustedRoot } from './trust.ts'
import { ALGORITHMS, logEntry, type JsonObject } from './forged-entry.ts'

/** ISSUER is the issuer that every certificate of a forge names. */
export const ISSUER = 'https://token.actions.githubusercontent.com'

/** IDENTITY is whom every certificate of a forge names unless a test says otherwise. */
export const IDENTITY = 'https://github.com/octo-org/example-iso/.github/workflows/release.yml@refs/tags/v1.0.0'

/** ForgeOptions say what to sign and what is to be odd about it; everything is as it should be where left out. */
export interface ForgeOptions {
  readonly content?: string | Uint8Array
  /** An OpenSSL curve name, or a type of key that no signature of ours has. */
  readonly key?: 'prime256v1' | 'secp384r1' | 'secp521r1' | 'rsa'
  readonly algorithm?: 'sha256' | 'sha384' | 'sha512'
  readonly rekorVersion?: 1 | 2
  readonly set?: boolean
  readonly timestamp?: boolean
  readonly certificate?: CertificateChanges
  readonly claims?: Claims
  /** Milliseconds by which the clocks of log and timestamp authority are ahead. */
  readonly clock?: { readonly rekor?: number; readonly tsa?: number }
  /** Signed in place of the content: a signature that is good for something else. */
  readonly signed?: string
  /** DER, logged in place of the certificate. */
  readonly loggedCertificate?: Uint8Array
}

/** Forge signs in memory; `trustedRoot` is the parsed trusted root that vouches for it. */
export interface Forge {
  readonly trustedRoot: JsonObject
  bundle(options?: ForgeOptions): Promise<JsonObject>
}

/** newForge returns a forge with new keys. */
export async function newForge(): Promise<Forge> {
  const changes: CertificateChanges = {}
  const clock = { tsa: 0 }
  const authority = await createCertificateAuthority(changes)
  const timestamps = await createTimestampService(clock)
  const urls = {
    fulcio: 'https://fulcio.example',
    oidc: ISSUER,
    rekor: 'https://rekor.example',
    rekor2: 'https://rekor2.example',
    tsa: 'https://tsa.example',
  }
  const logs = { 1: new TransparencyLog(urls.rekor), 2: new TransparencyLog(urls.rekor2) }

  const issue = async (publicKey: KeyObject, options: ForgeOptions): Promise<Buffer> => {
    const claims = { iss: ISSUER, ...githubClaims(), ...options.claims }
    for (const name of Object.keys(changes)) Reflect.deleteProperty(changes, name)
    Object.assign(changes, options.certificate)
    return authority.issue({
      publicKey,
      subjectAlternativeName: identityOf(claims),
      extensions: extensionsOf(claims, changes.extensions),
    })
  }

  const stamp = async (signature: Buffer): Promise<string> => {
    const artifactHash = createHash('sha256').update(signature).digest('base64')
    const body = Buffer.from(JSON.stringify({ artifactHash, hashAlgorithm: 'sha256', certificates: true }))
    const reply = await timestamps.endpoints[0]?.handle({ body } as Request)
    return Buffer.from(reply?.body ?? '').toString('base64')
  }

  return {
    trustedRoot: trustedRoot({
      urls,
      fulcioChain: authority.chain,
      ctLogKey: authority.ctLogKey,
      rekorKey: logs[1].publicKey,
      rekor2Key: logs[2].publicKey,
      tsaChain: timestamps.chain,
    }),
    async bundle(options = {}) {
      const { content = 'an image', key = 'prime256v1', algorithm = 'sha256', rekorVersion = 1 } = options
      const { publicKey, privateKey } = newKeys(key)
      const certificate = await issue(publicKey, options)
      const signature = sign(algorithm, Buffer.from(options.signed ?? content), privateKey)
      const digest = createHash(algorithm).update(content).digest()
      const matter = { digest, signature, certificate: options.loggedCertificate ?? certificate, algorithm, key }
      clock.tsa = options.clock?.tsa ?? 0
      const time = Date.now() + (options.clock?.rekor ?? 0)
      return {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: {
          certificate: { rawBytes: certificate.toString('base64') },
          tlogEntries: [logEntry(logs[rekorVersion], rekorVersion, matter, time, options.set)],
          timestampVerificationData: {
            rfc3161Timestamps: options.timestamp === false ? [] : [{ signedTimestamp: await stamp(signature) }],
          },
        },
        messageSignature: {
          messageDigest: { algorithm: ALGORITHMS[algorithm], digest: digest.toString('base64') },
          signature: signature.toString('base64'),
        },
      }
    },
  }
}

function newKeys(key: NonNullable<ForgeOptions['key']>): { publicKey: KeyObject; privateKey: KeyObject } {
  return key === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: key })
}
