/*
 * Owns the signature files of an earlier build, which a forge made. Must not be like what the test itself writes.
 */
import { pem } from '../../sandbox/certificate.ts'
import { newForge, type ForgeOptions } from '../../sandbox/forge.ts'

/** olderFiles returns the texts of the three files of `name`, by their names. */
export async function olderFiles(name: string, options: ForgeOptions = {}): Promise<Readonly<Record<string, string>>> {
  const forge = await newForge()
  const bundle = await forge.bundle(options)
  const { signature } = bundle['messageSignature'] as { readonly signature: string }
  const { certificate } = bundle['verificationMaterial'] as { readonly certificate: { readonly rawBytes: string } }
  return {
    [`${name}.sig`]: signature,
    [`${name}.pem`]: pem(Buffer.from(certificate.rawBytes, 'base64')),
    [`${name}.sigstore.json`]: JSON.stringify(bundle),
  }
}
