/*
 * Owns the world of the public instance's names inside the lab: its trust files with those names, in a TUF repository, and
 * a proxy that leads each name to a server of the lab.
 */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import { withGithubIssuer } from '../servers/fulcio.ts'
import { type Issuer, startIssuer } from '../servers/issuer.ts'
import { withOrigin } from '../servers/rekor.ts'
import { serviceUrls } from '../servers/trust-material.ts'
import { ports } from '../setup/ports.ts'
import { serveTufRepository, sigstoreTargets, type TufRepository } from '../tuf/repository.ts'
import { makeTlsIdentity, type TlsIdentity } from './certificate.ts'
import { type Proxy, startProxy } from './proxy.ts'

/** production is the names of Sigstore's public instance, of the runner's token service, and of the issuer of its tokens. */
export const production = {
  fulcio: 'fulcio.sigstore.dev',
  rekor1: 'rekor.sigstore.dev',
  rekor2: 'log2025-1.rekor.sigstore.dev',
  timestampAuthority: 'timestamp.sigstore.dev',
  tuf: 'tuf-repo-cdn.sigstore.dev',
  tokens: 'run-actions-1-azure-eastus.actions.githubusercontent.com',
  issuer: 'token.actions.githubusercontent.com',
} as const

/** ProductionWorld is what runs, and how clients get there. */
export interface ProductionWorld {
  readonly proxy: Proxy
  readonly repository: TufRepository
  /** The absolute path of a trusted root with the production names. */
  readonly trustedRoot: string
  readonly tls: TlsIdentity
  /** The only issuer that a public Fulcio gets tokens of. */
  readonly issuer: Issuer
  /** The token endpoint under the name that the runner gives it. */
  readonly requestUrl: string
  close(): Promise<void>
}

/** startProduction starts the world; the caller closes it. */
export async function startProduction(lab: Lab): Promise<ProductionWorld> {
  const directory = await mkdtemp(path.join(lab.places.run, 'production-'))
  const files: Record<string, string> = {}
  for (const [name, file] of Object.entries(sigstoreTargets(lab))) {
    const renamed = path.join(directory, name)
    await writeFile(renamed, withProductionNames(await readFile(file, 'utf8')))
    files[name] = renamed
  }
  const repository = await serveTufRepository(lab, { kind: 'good' }, files)
  const tls = await makeTlsIdentity(path.join(directory, 'tls'), Object.values(production))
  const issuer = await startIssuer(0, lab.issuer.claims, `https://${production.issuer}`)
  const local = new URL(issuer.requestUrl)
  const issuerPort = Number(local.port)
  const routes = {
    [production.fulcio]: ports.fulcio,
    [production.rekor1]: ports.rekor1,
    [production.rekor2]: ports.rekor2,
    [production.timestampAuthority]: ports.tsa,
    [production.tuf]: repository.server.port,
    [production.tokens]: issuerPort,
    [production.issuer]: issuerPort,
  }
  const proxy = await startProxy(routes, tls)
  // Clients compare the first line of a checkpoint with the host name that the trusted root gives the log.
  await lab.services.rekor1.stop()
  await lab.services.rekor1.start(withOrigin(production.rekor1))
  // Fulcio asks the issuer for its keys, as everybody does here: by its name and through the proxy.
  await lab.services.fulcio.stop()
  const behindProxy = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: tls.authorityFile }
  await lab.services.fulcio.start(await withGithubIssuer(lab.places, issuer.url), behindProxy)
  return {
    proxy,
    repository,
    trustedRoot: path.join(directory, 'trusted_root.json'),
    tls,
    issuer,
    requestUrl: issuer.requestUrl.replace(local.origin, `https://${production.tokens}`),
    async close() {
      const { fulcio, rekor1 } = lab.services
      await Promise.all([proxy, issuer, repository.server].map((server) => server.close()))
      await Promise.all([fulcio, rekor1].map((service) => service.stop()))
      await Promise.all([fulcio, rekor1].map((service) => service.start()))
    },
  }
}

function withProductionNames(text: string): string {
  return text
    .replaceAll(serviceUrls.fulcio, `https://${production.fulcio}`)
    .replaceAll(serviceUrls.rekor[1], `https://${production.rekor1}`)
    .replaceAll(serviceUrls.rekor[2], `https://${production.rekor2}`)
    .replaceAll(serviceUrls.timestampAuthority, `https://${production.timestampAuthority}/api/v1/timestamp`)
}
