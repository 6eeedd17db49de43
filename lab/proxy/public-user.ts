/*
 * Owns the surroundings of somebody who verifies with the public instance's names inside the lab: a home, the proxy, its
 * authority, and sigstore-python led to the lab's trust, which has no other way than a flag to be told.
 */
import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import { createTrustConfig } from '../servers/trust-material.ts'
import type { ProductionWorld } from './production.ts'

/** PublicUser is the environments that commands are run in, and what cosign is told once. */
export interface PublicUser {
  /** The arguments of the `cosign initialize` that makes the lab's repository the trusted one. */
  readonly initialize: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** The same with a proxy where nothing answers. */
  readonly offline: Readonly<Record<string, string>>
}

/** publicUser makes a new home and returns the surroundings. */
export async function publicUser(lab: Lab, world: ProductionWorld): Promise<PublicUser> {
  const home = await mkdtemp(path.join(lab.places.run, 'home-'))
  const signingConfig = lab.trust.signingConfig[1]
  const trustConfig = await createTrustConfig(world.trustedRoot, signingConfig, path.join(home, 'trust_config.json'))
  const sigstore = path.join(lab.places.venv, 'bin/sigstore')
  const wrapper = path.join(home, 'sigstore')
  await writeFile(wrapper, `#!/bin/sh\nexec '${sigstore}' --trust-config '${trustConfig}' "$@"\n`)
  await chmod(wrapper, 0o755)
  const authority = world.tls.authorityFile
  const environment = {
    HOME: home,
    PATH: `${home}:${lab.places.path}:${process.env['PATH'] ?? ''}`,
    HTTPS_PROXY: world.proxy.url,
    SSL_CERT_FILE: authority,
    REQUESTS_CA_BUNDLE: authority,
  }
  return {
    initialize: ['initialize', '--mirror', world.repository.server.url, '--root', world.repository.root],
    environment,
    // The discard port: nothing listens there.
    offline: { ...environment, HTTPS_PROXY: 'http://127.0.0.1:9' },
  }
}
