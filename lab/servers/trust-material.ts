/*
 * Owns what clients of the lab are given: trusted root, signing configs, and sigstore-python's pair of both, made by
 * cosign itself. Also the poorer trusted roots that verifiers must refuse.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ports } from '../setup/ports.ts'
import { LabError } from '../support/lab-error.ts'
import type { Places } from '../support/places.ts'
import { lastLine, run } from '../support/run.ts'
import { ctLogUrl } from './ct-log.ts'

/** RekorVersion tells the two logs apart. */
export type RekorVersion = 1 | 2

/** TrustMaterial is the absolute paths of the files. */
export interface TrustMaterial {
  readonly trustedRoot: string
  readonly signingConfig: Readonly<Record<RekorVersion, string>>
  /** ClientTrustConfig: trusted root and signing config in one, as sigstore-python wants it. */
  readonly trustConfig: Readonly<Record<RekorVersion, string>>
}

/** TrustedRootParts says which parts a trusted root has; all of the lab's own unless said. */
export interface TrustedRootParts {
  readonly fulcio?: 'lab' | 'other'
  readonly timestampAuthority?: boolean
  readonly rekor?: boolean
}

/** serviceUrls are where clients find the services. */
export const serviceUrls = {
  fulcio: `http://localhost:${ports.fulcio}`,
  rekor: { 1: `http://localhost:${ports.rekor1}`, 2: `http://localhost:${ports.rekor2}` },
  timestampAuthority: `http://localhost:${ports.tsa}/api/v1/timestamp`,
} as const

const since = '2020-01-01T00:00:00Z'

/** createTrustMaterial writes all of it into the run's directory. */
export async function createTrustMaterial(places: Places): Promise<TrustMaterial> {
  const trustedRoot = path.join(places.run, 'trusted_root.json')
  await createTrustedRoot(places, trustedRoot)
  const signingConfig = {
    1: await createSigningConfig(places, 1),
    2: await createSigningConfig(places, 2),
  }
  const trustConfig = {
    1: await createTrustConfig(trustedRoot, signingConfig[1], path.join(places.run, 'trust_config.v1.json')),
    2: await createTrustConfig(trustedRoot, signingConfig[2], path.join(places.run, 'trust_config.v2.json')),
  }
  return { trustedRoot, signingConfig, trustConfig }
}

/** createTrustedRoot writes a trusted root with the given parts to `file`. */
export async function createTrustedRoot(places: Places, file: string, parts: TrustedRootParts = {}): Promise<void> {
  const key = (name: string) => path.join(places.pki, name)
  const fulcioChain = key(parts.fulcio === 'other' ? 'other-chain.pem' : 'fulcio-chain.pem')
  const args = ['--fulcio', `url=${serviceUrls.fulcio},certificate-chain=${fulcioChain}`]
  args.push('--ctfe', `url=${ctLogUrl},public-key=${key('ct.pub')},start-time=${since}`)
  if (parts.timestampAuthority ?? true) {
    args.push('--tsa', `url=${serviceUrls.timestampAuthority},certificate-chain=${key('tsa-chain.pem')}`)
  }
  if (parts.rekor ?? true) {
    args.push('--rekor', `url=${serviceUrls.rekor[1]},public-key=${key('rekor1.pub')},start-time=${since}`)
    // The origin line of its checkpoints, without the port.
    args.push(
      '--rekor',
      `url=${serviceUrls.rekor[2]},public-key=${key('rekor2.pub')},origin=localhost,start-time=${since}`,
    )
  }
  await cosign(places, ['trusted-root', 'create', '--out', file, ...args])
  await sortLogs(file)
}

// cosign writes the logs in an order that changes; sigstore-python looks `.sig` and `.pem` up in the first one, which must
// be Rekor v1: v2 has no search.
async function sortLogs(file: string): Promise<void> {
  const root = asObject(JSON.parse(await readFile(file, 'utf8')))
  const logs: readonly unknown[] = Array.isArray(root['tlogs']) ? root['tlogs'] : []
  const urlOf = (log: unknown) => String(asObject(log)['baseUrl'])
  const tlogs = logs.toSorted((one, other) => urlOf(one).localeCompare(urlOf(other)))
  await writeFile(file, JSON.stringify({ ...root, tlogs }))
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

/** createTrustConfig writes a ClientTrustConfig of two files to `file` and returns its path. */
export async function createTrustConfig(trustedRoot: string, signingConfig: string, file: string): Promise<string> {
  const json = async (source: string): Promise<unknown> => JSON.parse(await readFile(source, 'utf8'))
  const config = {
    mediaType: 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json',
    trustedRoot: await json(trustedRoot),
    signingConfig: await json(signingConfig),
  }
  await writeFile(file, JSON.stringify(config))
  return file
}

async function createSigningConfig(places: Places, version: RekorVersion): Promise<string> {
  const file = path.join(places.run, `signing_config.v${version}.json`)
  const service = (url: string, apiVersion: number) =>
    `url=${url},api-version=${apiVersion},start-time=${since},operator=lab`
  await cosign(places, [
    ...['signing-config', 'create', '--out', file],
    ...['--fulcio', service(serviceUrls.fulcio, 1)],
    ...['--oidc-provider', service(`http://localhost:${ports.githubIssuer}`, 1)],
    ...['--rekor', service(serviceUrls.rekor[version], version), '--rekor-config', 'ANY'],
    ...['--tsa', service(serviceUrls.timestampAuthority, 1), '--tsa-config', 'ANY'],
  ])
  return file
}

async function cosign({ bin }: Places, args: readonly string[]): Promise<void> {
  const result = await run(path.join(bin, 'cosign3'), args)
  if (result.code === 0) return
  throw new LabError(
    `cosign ${args.slice(0, 2).join(' ')} failed: ${lastLine(result)}`,
    'Read its flags: cosign3 --help',
  )
}
