/*
 * Owns the running lab: every server started in an order that works, the trust material, and one object with all that a
 * check needs. Checks nothing itself.
 */
import { mkdir, rm } from 'node:fs/promises'
import { identityOf } from '../sandbox/fulcio-extensions.ts'
import { personClaims, releaseClaims } from './servers/claims.ts'
import { configureCtLog, ctLog } from './servers/ct-log.ts'
import { createTables, database, initializeDatabase } from './servers/database.ts'
import { fillFirstPlaces } from './servers/first-entries.ts'
import { configureFulcio, fulcio } from './servers/fulcio.ts'
import { type Issuer, startIssuer } from './servers/issuer.ts'
import { rekor1, rekor2 } from './servers/rekor.ts'
import { timestampAuthority } from './servers/timestamp-authority.ts'
import { createTree, trillianSequencer, trillianServer } from './servers/trillian.ts'
import { createTrustMaterial, type TrustMaterial } from './servers/trust-material.ts'
import { makePki } from './setup/pki.ts'
import { ports, requirePorts } from './setup/ports.ts'
import { takeLock } from './support/lock.ts'
import type { Places } from './support/places.ts'
import { newService, type Service, type ServiceSpec } from './support/service.ts'

/** Lab is everything that runs, and where to find it. */
export interface Lab {
  readonly places: Places
  /** The runner's issuer, with GitHub's claims, and one for e-mail identities. */
  readonly issuer: Issuer
  readonly emailIssuer: Issuer
  /** The servers that a check may stop and start again. */
  readonly services: Readonly<Record<'tsa' | 'fulcio' | 'rekor1' | 'rekor2', Service>>
  readonly trust: TrustMaterial
  /** The identity that a certificate carries now; follows `issuer.claims`. */
  identity(): string
}

/** Stoppable is something that has to be ended, at leisure or, from an exit hook, at once. */
export interface Stoppable {
  stop(): Promise<void>
  kill(): void
}

/** startLab starts all of it and calls `onStart` with the handle that ends it, before the first server is started. */
export async function startLab(places: Places, onStart: (stoppable: Stoppable) => void): Promise<Lab> {
  const lock = await takeLock(places.lock)
  const started: Service[] = []
  const issuers: Issuer[] = []
  onStart({
    async stop() {
      await Promise.all([...started.map((service) => service.stop()), ...issuers.map((issuer) => issuer.close())])
      lock.release()
    },
    kill() {
      for (const service of started) service.kill()
      lock.release()
    },
  })
  await requirePorts()
  for (const directory of [places.log, places.run]) {
    await rm(directory, { recursive: true, force: true })
    await mkdir(directory, { recursive: true })
  }
  await makePki(places.pki)
  const host = { log: places.log, remember: lock.remember }
  const start = async (spec: ServiceSpec): Promise<Service> => {
    const service = newService(spec, host)
    started.push(service)
    await service.start()
    return service
  }
  const startLogs = async () => {
    await initializeDatabase(places)
    await start(database(places))
    await createTables(places)
    await Promise.all([start(trillianServer(places)), start(trillianSequencer(places))])
    await configureCtLog(places, await createTree(places))
    await start(ctLog(places))
    return createTree(places)
  }
  const startIssuers = async () => {
    const issuer = await startIssuer(ports.githubIssuer, releaseClaims)
    const emailIssuer = await startIssuer(ports.emailIssuer, personClaims)
    issuers.push(issuer, emailIssuer)
    return { issuer, emailIssuer }
  }
  const [tsa, second, { issuer, emailIssuer }, tree] = await Promise.all([
    start(timestampAuthority(places)),
    start(rekor2(places)),
    startIssuers(),
    startLogs(),
  ])
  await configureFulcio(places)
  // Rekor v1 after the timestamp authority, which must have the metrics port; Fulcio after the issuers, which it asks.
  const [first, authority] = await Promise.all([start(rekor1(places, tree)), start(fulcio(places))])
  const trust = await createTrustMaterial(places)
  await fillFirstPlaces(places, trust, issuer)
  const services = { tsa, fulcio: authority, rekor1: first, rekor2: second }
  return { places, issuer, emailIssuer, services, trust, identity: () => identityOf(issuer.claims) }
}
