/*
 * Owns the shell for people who want to try things beside the running servers, and the variables that it has.
 */
import { spawn } from 'node:child_process'
import type { Lab } from './lab.ts'
import { requestToken } from './servers/issuer.ts'

/** labEnvironment returns what the runner gives a job, and where the lab's files and programs are. */
function labEnvironment(lab: Lab): Record<string, string> {
  const { places, trust, issuer } = lab
  return {
    PATH: `${places.path}:${places.bin}:${process.env['PATH'] ?? ''}`,
    ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    LAB: places.cache,
    PKI: places.pki,
    TRUSTED_ROOT: trust.trustedRoot,
    SIGNING_CONFIG_V1: trust.signingConfig[1],
    SIGNING_CONFIG_V2: trust.signingConfig[2],
    TRUST_CONFIG_V1: trust.trustConfig[1],
    TRUST_CONFIG_V2: trust.trustConfig[2],
    IDENTITY: lab.identity(),
    ISSUER: issuer.url,
  }
}

/** openShell runs the user's shell until it ends. */
export async function openShell(lab: Lab): Promise<void> {
  const environment = labEnvironment(lab)
  const names = Object.keys(environment).filter((name) => name !== 'PATH')
  process.stdout.write(
    `On PATH: cosign (3), cosign2, cosign306, sigstore, sigstore-go, act. Set: ${names.join(', ')}\n`,
  )
  const shell = process.env['SHELL'] ?? 'bash'
  const child = spawn(shell, { stdio: 'inherit', env: { ...process.env, ...environment } })
  process.once('exit', () => child.kill('SIGHUP'))
  await new Promise((resolve) => child.once('close', resolve))
}
