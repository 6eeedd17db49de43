/*
 * Owns the private certificate authority behind the lab's proxy, and one TLS certificate of it for every name that the
 * proxy answers for; made new for every run.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../support/lab-error.ts'
import { lastLine, run } from '../support/run.ts'

/** TlsIdentity is what the TLS end needs (PEM), and the authority's file for clients. */
export interface TlsIdentity {
  readonly key: string
  readonly certificate: string
  /** The absolute path of the authority's certificate: the value of NODE_EXTRA_CA_CERTS. */
  readonly authorityFile: string
}

/** makeTlsIdentity makes an authority and a certificate for `names` in `directory`; throws LabError. */
export async function makeTlsIdentity(directory: string, names: readonly string[]): Promise<TlsIdentity> {
  await mkdir(directory, { recursive: true })
  const file = (name: string) => path.join(directory, name)
  const openssl = async (...args: string[]) => {
    const result = await run('openssl', args, { cwd: directory })
    if (result.code === 0) return
    throw new LabError(
      `openssl ${args[0] ?? ''} failed: ${lastLine(result)}`,
      'The lab needs OpenSSL 3 (`openssl version`).',
    )
  }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const alternative = names.map((name) => `DNS:${name}`).join(',')
  await writeFile(file('leaf.cnf'), `subjectAltName=${alternative}\nbasicConstraints=critical,CA:FALSE\n`)
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'authority.key',
    '-out',
    'authority.pem',
    '-days',
    '2',
    '-subj',
    '/CN=lab proxy authority',
  )
  await openssl('req', ...newKey, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=lab proxy')
  await openssl(
    'x509',
    '-req',
    '-in',
    'leaf.csr',
    '-CA',
    'authority.pem',
    '-CAkey',
    'authority.key',
    '-days',
    '1',
    '-extfile',
    'leaf.cnf',
    '-out',
    'leaf.pem',
  )
  return {
    key: await readFile(file('leaf.key'), 'utf8'),
    certificate: await readFile(file('leaf.pem'), 'utf8'),
    authorityFile: file('authority.pem'),
  }
}
