/*
 * Owns runs of dist/ as on the public instance: its names lead, by a proxy that ends their TLS, to a sandbox. Must not know
 * what is run.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeTlsIdentity } from '../../lab/proxy/certificate.ts'
import { startProxy } from '../../lab/proxy/proxy.ts'
import { ACTION_FILE, type ActionResult, DIST, runStep } from '../../sandbox/runner/run-step.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'

/** PublicSandbox is a sandbox that has the public instance's names. */
export interface PublicSandbox {
  /** Runs an action in a workspace; throws where it fails. */
  run(action: 'sign' | 'verify', workspace: string, inputs: Readonly<Record<string, string>>): Promise<ActionResult>
  close(): Promise<void>
}

const hosts = {
  fulcio: 'fulcio.sigstore.dev',
  rekor: 'rekor.sigstore.dev',
  tsa: 'timestamp.sigstore.dev',
  tuf: 'tuf-repo-cdn.sigstore.dev',
} as const

/** As long, and as unlike a pattern, as real ones. */
const COMMIT = 'a4c81e7f0d92b6535e1f8c2ab790d463f5e21b08'

/** startPublicSandbox starts it; the caller closes it. */
export async function startPublicSandbox(): Promise<PublicSandbox> {
  const named = Object.entries(hosts) as [keyof typeof hosts, string][]
  const origins = Object.fromEntries(named.map(([service, host]) => [service, `https://${host}`]))
  const sandbox = await startSandbox({
    origins: { ...origins, oidc: 'https://token.actions.githubusercontent.com' },
    firstIndex: 1_200_000_000,
    claims: { sha: COMMIT, workflow_sha: COMMIT, job_workflow_sha: COMMIT, run_id: '18204417365' },
  })
  const directory = mkdtempSync(path.join(tmpdir(), 'keyless-sign-public-'))
  const tls = await makeTlsIdentity(directory, Object.values(hosts))
  const routes = named.map(([service, host]) => [host, Number(new URL(sandbox.urls[service]).port)])
  const proxy = await startProxy(Object.fromEntries(routes) as Record<string, number>, tls)
  const environment = {
    ...sandbox.environment,
    HTTPS_PROXY: proxy.url,
    // The runner's own services are not public.
    NO_PROXY: '127.0.0.1',
    NODE_EXTRA_CA_CERTS: tls.authorityFile,
  }
  return {
    async run(action, workspace, inputs) {
      const result = await runStep({
        dist: DIST[action],
        actionFile: ACTION_FILE[action],
        with: { 'tuf-root': sandbox.tufRootPath, ...inputs },
        environment,
        workspace,
      })
      if (result.exitCode === 0) return result
      throw new Error(`${action} failed: ${result.stdout}${result.stderr}`)
    },
    async close() {
      await Promise.all([proxy.close(), sandbox.close()])
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
