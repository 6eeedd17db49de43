/*
 * Owns the start and the end of a whole sandbox: every service on a port of its own, the trust files, the job's
 * variables. Wiring only; what a service does is in its own file.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { artifactEndpoints } from './artifact-service.ts'
import { ArtifactStore } from './artifact-store.ts'
import { blobEndpoints } from './blob-store.ts'
import { createCertificateAuthority } from './certificate-authority.ts'
import type { CertificateChanges } from './certificate-authority.ts'
import { newBearer, runnerEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import { FaultPlan } from './faults.ts'
import { fulcioEndpoints } from './fulcio.ts'
import { GITHUB } from './fulcio-extensions.ts'
import { apiEndpoints } from './github/api.ts'
import { Releases } from './github/releases.ts'
import { objectEndpoints, uploadEndpoints, UPLOADS_PATH } from './github/uploads.ts'
import { listen } from './http.ts'
import type { RequestRecord, Service } from './http.ts'
import { SERVICE_NAMES, type ServiceName } from './routes.ts'
import { issuerEndpoints, runnerEndpoints } from './oidc.ts'
import { rekorEndpoints } from './rekor.ts'
import { rekor2Endpoints } from './rekor2.ts'
import { createTimestampService } from './timestamp-authority.ts'
import { createTokenSigner, githubClaims } from './token.ts'
import type { Claims } from './token.ts'
import { TufRepository, tufEndpoints } from './tuf.ts'
import { listenSilently } from './silent.ts'
import { TransparencyLog } from './transparency-log.ts'
import { signingConfig, trustedRoot } from './trust.ts'

/** SandboxOptions are all optional: left out, everything behaves as the real services do. */
export interface SandboxOptions {
  /** Claims in place of, or beside, those of a push of a tag to a public repository. */
  readonly claims?: Claims
  /** The audience that Fulcio accepts; `sigstore` where left out. */
  readonly audience?: string
  /** The GitHub server of the job and of Fulcio's configuration; `https://github.com` where left out. */
  readonly serverUrl?: string
  /** Milliseconds added before every reply of every service. */
  readonly delay?: number
  /** Services whose address is an https one where the TLS handshake never ends. */
  readonly stallTls?: readonly ServiceName[]
  /** Origins that tokens, checkpoints and trust files give in place of the loopback ones: for clients that a proxy leads here. */
  readonly origins?: Readonly<Partial<Record<ServiceName, string>>>
  /** What the entries of Rekor v1 are counted from. */
  readonly firstIndex?: number
  /** Changes the trusted root before it is written. */
  trustedRoot?(root: Record<string, unknown>): unknown
  /** Changes both signing configs before they are written. */
  signingConfig?(config: Record<string, unknown>): unknown
}

/** Sandbox is a running sandbox. What is not `readonly` inside may be changed at any time and holds from then on. */
export interface Sandbox {
  /** Origin of every service. */
  readonly urls: Readonly<Record<ServiceName, string>>
  /** The variables that a runner would set for the job. */
  readonly environment: Environment
  /** Origin of the GitHub server that the job runs on. */
  readonly serverUrl: string
  readonly trustedRootPath: string
  readonly signingConfigPath: string
  /** The same with Rekor v2 in place of v1. */
  readonly signingConfigRekor2Path: string
  /** The first root.json of the TUF repository at `urls.tuf`, which holds the three files above. */
  readonly tufRootPath: string
  readonly tuf: TufRepository
  /** Every request so far, in the order of arrival. */
  readonly requests: readonly RequestRecord[]
  readonly faults: FaultPlan
  /** Claims of the next token; also `iss`, `aud`, `exp` and the like where set. */
  readonly claims: Claims
  /** How the next certificates are to be wrong, or short-lived. */
  readonly certificate: CertificateChanges
  /** Milliseconds by which the clocks of these services are ahead. */
  readonly clock: { rekor: number; tsa: number }
  /** The artifacts of the run. */
  readonly artifacts: ArtifactStore
  /** The releases of the repository, and the token for them. */
  readonly releases: Releases
  /** The job's bearer for tokens and artifacts. */
  readonly bearer: string
  /** Every identity token given out. */
  readonly tokens: readonly string[]
  /** Directory of everything that the sandbox wrote; removed by `close`. */
  readonly directory: string
  close(): Promise<void>
}

/** startSandbox starts all services on free ports of the loopback interface and writes the trust files. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const context = { faults: new FaultPlan(), requests: [] as RequestRecord[], delay: options.delay ?? 0 }
  const claims: Claims = { ...githubClaims(), ...options.claims }
  const certificate: CertificateChanges = {}
  const clock = { rekor: 0, tsa: 0 }
  const bearer = newBearer()
  const artifacts = new ArtifactStore()
  const tokens: string[] = []
  const directory = mkdtempSync(path.join(tmpdir(), 'keyless-sign-sandbox-'))
  // Tokens come late in a run, an RSA key takes a while: nothing waits for it before it is needed.
  const signer = createTokenSigner()

  const services = new Map<ServiceName, Service>()
  await Promise.all(
    SERVICE_NAMES.map(async (name) => {
      const isSilent = options.stallTls?.includes(name) ?? false
      services.set(name, await (isSilent ? listenSilently() : listen(name, context)))
    }),
  )
  // Hosts of another name than all others.
  for (const name of ['githubObjects', 'canary'] as const) {
    services.set(name, await listen(name, context, { host: 'localhost', port: 0 }))
  }
  const urls = Object.fromEntries([...services].map(([name, { url }]) => [name, url])) as Record<ServiceName, string>

  const authority = await createCertificateAuthority(certificate)
  const timestamps = await createTimestampService(clock)
  const origins = { ...urls, ...options.origins }
  const [log, log2] = [new TransparencyLog(origins.rekor, options.firstIndex), new TransparencyLog(origins.rekor2)]
  const issuer = origins.oidc
  const audience = options.audience ?? 'sigstore'
  const serverUrl = options.serverUrl ?? GITHUB
  services.get('oidc')?.serve(issuerEndpoints(issuer, signer))
  services.get('runner')?.serve(runnerEndpoints({ issuer, signer, claims: () => claims, bearer, tokens }))
  services
    .get('fulcio')
    ?.serve(fulcioEndpoints({ authority, changes: certificate, signer, issuer, audience, serverUrl }))
  services.get('rekor')?.serve(rekorEndpoints({ log, clock }))
  services.get('rekor2')?.serve(rekor2Endpoints(log2))
  services.get('tsa')?.serve(timestamps.endpoints)
  services.get('artifacts')?.serve(artifactEndpoints({ store: artifacts, blobs: urls.blobs, bearer }))
  services.get('blobs')?.serve(blobEndpoints(artifacts))
  const releases = new Releases()
  const hosts = {
    api: urls.github,
    server: serverUrl,
    uploads: urls.githubUploads + UPLOADS_PATH,
    objects: urls.githubObjects,
    repository: String(claims['repository']),
    repositoryId: String(claims['repository_id']),
  }
  const github = { releases, hosts, isPrivate: () => claims['repository_visibility'] !== 'public' }
  services.get('github')?.serve(apiEndpoints(github))
  services.get('githubUploads')?.serve(uploadEndpoints(github))
  services.get('githubObjects')?.serve(objectEndpoints(releases))

  const write = (name: string, value: unknown) => {
    const file = path.join(directory, name)
    writeFileSync(file, JSON.stringify(value, undefined, 2))
    return file
  }
  const tuf = new TufRepository()
  services.get('tuf')?.serve(tufEndpoints(tuf))
  const publish = (name: string, target: string, value: unknown) => {
    const file = write(name, value)
    tuf.targets.set(target, readFileSync(file))
    return file
  }
  const root = trustedRoot({
    urls: origins,
    fulcioChain: authority.chain,
    ctLogKey: authority.ctLogKey,
    rekorKey: log.publicKey,
    rekor2Key: log2.publicKey,
    tsaChain: timestamps.chain,
  })
  const config = (version: 1 | 2) =>
    options.signingConfig?.(signingConfig(origins, version)) ?? signingConfig(origins, version)

  return {
    urls,
    environment: runnerEnvironment({ claims, urls, directory, bearer, serverUrl }),
    serverUrl,
    trustedRootPath: publish('trusted_root.json', 'trusted_root.json', options.trustedRoot?.(root) ?? root),
    signingConfigPath: publish('signing_config.json', 'signing_config.v0.2.json', config(1)),
    signingConfigRekor2Path: publish('signing_config_rekor_v2.json', 'signing_config_rekor_v2.v0.2.json', config(2)),
    tufRootPath: write('root.json', tuf.metadata('root')),
    tuf,
    requests: context.requests,
    faults: context.faults,
    claims,
    certificate,
    clock,
    artifacts,
    releases,
    bearer,
    tokens,
    directory,
    async close() {
      await Promise.all([...services.values()].map((service) => service.close()))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
