/*
 * Owns the keys and certificate chains of the lab's services, made once by openssl 3 and kept. The profiles follow what
 * Sigstore's services check at their start. Starts no service.
 */
import { access, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../support/lab-error.ts'
import { lastLine, run } from '../support/run.ts'

/** Profile is a section of the openssl configuration below. */
type Profile = 'root' | 'fulcio' | 'tsaAuthority' | 'tsa'

const configuration = `
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE,pathlen:1
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[fulcio]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
extendedKeyUsage = codeSigning
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsaAuthority]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
extendedKeyUsage = timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`

/** keyPassword encrypts the CT log's key: ct_server refuses a key file without one. Not a secret. */
export const keyPassword = 'lab'

/** makePki fills `directory` with every key, public key and chain, unless it was done before; whole or not at all. */
export async function makePki(directory: string): Promise<void> {
  if (await access(directory).then(() => true, () => false)) return // prettier-ignore
  const work = await mkdtemp(`${directory}-`)
  try {
    const openssl = opensslIn(work)
    await writeFile(path.join(work, 'openssl.cnf'), configuration)
    await authority(openssl, 'fulcio-root')
    await subordinate(openssl, 'fulcio-inter', 'P-384', 'fulcio-root', 'fulcio')
    await chain(work, 'fulcio-chain', ['fulcio-inter', 'fulcio-root'])
    // A stranger's root, for trusted roots that must not accept.
    await authority(openssl, 'other-root')
    await subordinate(openssl, 'other-inter', 'P-384', 'other-root', 'fulcio')
    await chain(work, 'other-chain', ['other-inter', 'other-root'])
    await authority(openssl, 'tsa-root')
    await subordinate(openssl, 'tsa-inter', 'P-384', 'tsa-root', 'tsaAuthority')
    await subordinate(openssl, 'tsa', 'P-256', 'tsa-inter', 'tsa')
    await chain(work, 'tsa-chain', ['tsa', 'tsa-inter', 'tsa-root'])
    // A SEC 1 key: Go's keyspb reads no encrypted PKCS #8.
    await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'ct.key')
    await openssl('ec', '-in', 'ct.key', '-aes128', '-passout', `pass:${keyPassword}`, '-out', 'ct.encrypted.key')
    await ecKey(openssl, 'rekor1', 'P-256')
    await openssl('genpkey', '-algorithm', 'ed25519', '-out', 'rekor2.key')
    for (const log of ['ct', 'rekor1', 'rekor2'])
      await openssl('pkey', '-in', `${log}.key`, '-pubout', '-out', `${log}.pub`)
    await rename(work, directory)
  } catch (error) {
    await rm(work, { recursive: true, force: true })
    throw error
  }
}

type OpenSsl = (...args: string[]) => Promise<void>

function opensslIn(cwd: string): OpenSsl {
  return async (...args) => {
    const result = await run('openssl', args, { cwd })
    if (result.code === 0) return
    const fix = 'The lab needs OpenSSL 3 or newer first on PATH (`openssl version`).'
    throw new LabError(`openssl ${args.slice(0, 3).join(' ')} failed: ${lastLine(result)}`, fix)
  }
}

async function ecKey(openssl: OpenSsl, name: string, curve: 'P-256' | 'P-384'): Promise<void> {
  await openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-out', `${name}.key`)
}

async function authority(openssl: OpenSsl, name: string): Promise<void> {
  await ecKey(openssl, name, 'P-384')
  const extensions = ['-config', 'openssl.cnf', '-extensions', 'root']
  const validity = ['-days', '3650', '-sha384']
  await openssl(
    'req',
    '-new',
    '-x509',
    '-key',
    `${name}.key`,
    '-subj',
    subject(name),
    ...validity,
    ...extensions,
    '-out',
    `${name}.crt`,
  )
}

async function subordinate(
  openssl: OpenSsl,
  name: string,
  curve: 'P-256' | 'P-384',
  issuer: string,
  profile: Profile,
): Promise<void> {
  await ecKey(openssl, name, curve)
  await openssl(
    'req',
    '-new',
    '-key',
    `${name}.key`,
    '-subj',
    subject(name),
    '-config',
    'openssl.cnf',
    '-out',
    `${name}.csr`,
  )
  const signer = ['-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
  const extensions = ['-extfile', 'openssl.cnf', '-extensions', profile]
  const validity = ['-days', '3650', '-sha384']
  await openssl('x509', '-req', '-in', `${name}.csr`, ...signer, ...validity, ...extensions, '-out', `${name}.crt`)
}

/** chain writes NAME.pem from certificates, leaf first, as every Sigstore service wants it. */
async function chain(directory: string, name: string, certificates: readonly string[]): Promise<void> {
  const texts = await Promise.all(
    certificates.map((certificate) => readFile(path.join(directory, `${certificate}.crt`), 'utf8')),
  )
  await writeFile(path.join(directory, `${name}.pem`), texts.join(''))
}

function subject(name: string): string {
  return `/O=lab.local/CN=lab-${name}`
}
