/* What the sign action has signed, keyless-verify verifies: with the trusted root from TUF, or from a file and no network. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { status } from '../../sandbox/faults.ts'
import { NODE, runCli, type CliResult } from '../../sandbox/runner/run-cli.ts'
import { ACTION_FILE, DIST, runStep } from '../../sandbox/runner/run-step.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { sparseFile, temporaryDirectory } from '../support/builders.ts'
import { identityIn } from '../../sandbox/oracles/second-opinion.ts'
import { expectSuccess } from '../support/oracles.ts'
import { expectAccepted, expectRefused } from './verify-cli-scene.ts'

const directory = temporaryDirectory()
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
  writeFileSync(path.join(directory, 'small.iso'), 'small')
  sparseFile(path.join(directory, 'large.iso'), 200 * 1024 * 1024)
  const signed = await runStep({
    dist: DIST.sign,
    actionFile: ACTION_FILE.sign,
    environment: sandbox.environment,
    workspace: directory,
    with: { files: '*.iso', 'trusted-root': sandbox.trustedRootPath, 'signing-config': sandbox.signingConfigPath },
  })
  expectSuccess(signed)
})

afterAll(async () => {
  await sandbox.close()
})

function verify(
  args: readonly string[],
  more: { input?: string; environment?: Record<string, string> } = {},
): Promise<CliResult> {
  const signer = ['--identity', identityIn(sandbox), '--issuer', sandbox.urls.oidc]
  return runCli({ directory, args: [...signer, ...args], ...more })
}

const fromTuf = (): readonly string[] => ['--tuf-url', sandbox.urls.tuf, '--tuf-root', sandbox.tufRootPath]
const fromFile = (): readonly string[] => ['--trusted-root', sandbox.trustedRootPath]
const requests = (): number => sandbox.requests.length

describe('what the sign action has signed', () => {
  it('verifies with the trusted root from TUF', async () => {
    expectAccepted(await verify(['small.iso', 'large.iso', ...fromTuf()]))
    expect(sandbox.requests.filter(({ service }) => service === 'tuf')).not.toEqual([])
  })

  it('verifies with a trusted root without asking anybody, by file and by digest', async () => {
    const before = requests()
    expectAccepted(await verify(['small.iso', 'large.iso', ...fromFile()]))
    const digest = createHash('sha256').update('small').digest('hex')
    expectAccepted(await verify(['--checksums', '-', ...fromFile()], { input: `${digest}  small.iso\n` }))
    expect(requests()).toBe(before)
  })

  it('does not verify as of anybody else', async () => {
    const stranger = ['--identity', `${identityIn(sandbox)}x`, '--issuer', sandbox.urls.oidc]
    expectRefused(await runCli({ directory, args: ['small.iso', ...fromFile(), ...stranger] }), 'E_CERT_IDENTITY')
  })

  it('does not verify with a TUF repository that is not the one of its root', async () => {
    writeFileSync(path.join(directory, 'other-root.json'), JSON.stringify(await otherRoot()))
    const result = await verify(['small.iso', '--tuf-url', sandbox.urls.tuf, '--tuf-root', 'other-root.json'])
    expectRefused(result, 'E_TUF_SIGNATURE')
  })

  it('says once that it waits for the TUF repository, where no status line is seen, and not with --quiet', async () => {
    const busy = [status(503), status(503)] as const
    sandbox.faults.script('tuf.metadata', ...busy)
    const told = await verify(['small.iso', ...fromTuf()])
    sandbox.faults.script('tuf.metadata', ...busy)
    const quiet = await verify(['small.iso', '--quiet', ...fromTuf()])
    expect([told.exitCode, quiet.exitCode]).toEqual([0, 0])
    expect(told.stderr).toMatch(/^keyless-verify: Trying again in \d+\.\d s, after try 1: [^\n]+\n$/)
    expect(quiet.stderr).toBe('')
  })

  it('verifies through the proxy of the environment', async () => {
    const asked: string[] = []
    const proxy = createServer().on('connect', ({ url = '' }, client) => {
      asked.push(url)
      const { port } = new URL(sandbox.urls.tuf)
      const service = connect(Number(port), '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
      service.pipe(client).pipe(service)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    // An older Node than this one can be told so only when it starts.
    const atStart = NODE === process.execPath ? {} : { NODE_USE_ENV_PROXY: '1' }
    const result = await verify(['small.iso', ...fromTuf()], { environment: { HTTP_PROXY, ...atStart } })
    proxy.close()
    expect(result.exitCode).toBe(0)
    expect(new Set(asked)).toEqual(new Set([new URL(sandbox.urls.tuf).host]))
  })
})

async function otherRoot(): Promise<unknown> {
  const other = await startSandbox()
  try {
    return other.tuf.metadata('root')
  } finally {
    await other.close()
  }
}
