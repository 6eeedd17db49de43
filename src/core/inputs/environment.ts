/*
 * Owns what must hold of the process's surroundings before anything is done, and what of them people should know.
 * Must not change them.
 */
import fs from 'node:fs'
import { ActionError } from '../shared/errors.ts'
import type { Environment } from './job.ts'
import { checkProxies, proxyInUse } from './proxy.ts'
import type { Log } from '../types.ts'

// The Sigstore libraries' `engines` field, and the first runner known to bring such a Node.
const LOWEST_NODE = [24, 15] as const
const RUNNER_WITH_NODE = '2.336.0'

/**
 * checkEnvironment throws unless this process may sign: E_ENV_NODE for a Node older than 24.15, E_ENV_OUTPUT when the
 * runner takes no outputs, E_ENV where there is no place for temporary files, E_ENV_TLS when certificates of servers are not
 * checked, E_ENV_PROXY for a proxy that cannot be used. `nodeVersion` is like `24.21.0`.
 */
export function checkEnvironment(env: Environment, nodeVersion: string): void {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number)
  if (major < LOWEST_NODE[0] || (major === LOWEST_NODE[0] && minor < LOWEST_NODE[1])) {
    throw new ActionError(
      'E_ENV_NODE',
      `This action needs Node ${LOWEST_NODE.join('.')}; this runner has ${nodeVersion}`,
      {
        fix: `update the self-hosted runner to version ${RUNNER_WITH_NODE} or newer`,
      },
    )
  }
  if (!isWritable(env['GITHUB_OUTPUT']) || !isRegularFile(env['GITHUB_OUTPUT'])) {
    throw new ActionError('E_ENV_OUTPUT', 'GITHUB_OUTPUT does not name a regular file that this step may write to', {
      fix: 'run this as a step of a GitHub Actions job, and let no earlier step change GITHUB_OUTPUT',
    })
  }
  if (!isWritableDirectory(env['RUNNER_TEMP'])) {
    throw new ActionError('E_ENV', 'RUNNER_TEMP does not name a directory that this step may write to', {
      fix: 'run this as a step of a GitHub Actions job, and let no earlier step change or remove RUNNER_TEMP',
    })
  }
  checkNetwork(env)
}

/** checkNetwork throws E_ENV_TLS when certificates of servers are not checked, E_ENV_PROXY for a proxy that cannot be used. */
export function checkNetwork(env: Environment): void {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw new ActionError('E_ENV_TLS', 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of server certificates', {
      fix: 'remove that variable; for a private certificate authority set NODE_EXTRA_CA_CERTS to its PEM file',
    })
  }
  checkProxies(env)
}

/** describeEnvironment logs the variables that change, or seem to change, whom this run talks to. */
export function describeEnvironment(env: Environment, log: Log): void {
  if (env['SIGSTORE_ID_TOKEN']) {
    log.warning("SIGSTORE_ID_TOKEN is set and ignored: only the runner's own token is used")
  }
  const proxy = proxyInUse(env)
  if (proxy !== undefined) log.info(`HTTPS goes through the proxy ${proxy}`)
}

/** isRegularFile tells whether a path leads to a regular file: a FIFO would have a writer wait for ever, a device keeps nothing. */
export function isRegularFile(file: string | undefined): boolean {
  try {
    return file !== undefined && fs.statSync(file).isFile()
  } catch {
    return false
  }
}

function isWritableDirectory(directory: string | undefined): boolean {
  return isWritable(directory) && fs.statSync(directory ?? '').isDirectory()
}

function isWritable(file: string | undefined): boolean {
  if (!file) return false
  try {
    fs.accessSync(file, fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}
