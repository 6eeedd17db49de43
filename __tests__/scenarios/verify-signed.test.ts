/* What the sign action has signed, the verify action verifies: with the trusted root from TUF, in one go, until cancelled. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ACTION_FILE, DIST, runStep, type ActionResult } from '../../sandbox/runner/run-step.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import { sparseFile, temporaryDirectory } from '../support/builders.ts'
import { identityIn } from '../../sandbox/oracles/second-opinion.ts'
import { expectFailure, expectSuccess } from '../support/oracles.ts'
import { verifyIn, type Inputs, type VerifyStep } from './verify-scene.ts'

const FILES = 12
const workspace = temporaryDirectory()
let sandbox: Sandbox

const verify = (inputs: Inputs, step: VerifyStep = {}): Promise<ActionResult> =>
  verifyIn(
    workspace,
    { files: '*.iso', identity: identityIn(sandbox), issuer: sandbox.urls.oidc, ...inputs },
    { sandbox, ...step },
  )

const fromTuf = (): Inputs => ({ 'tuf-url': sandbox.urls.tuf, 'tuf-root': sandbox.tufRootPath })
const tufRequests = (): readonly string[] =>
  sandbox.requests.filter(({ service }) => service === 'tuf').map(({ path: name }) => name)

beforeAll(async () => {
  sandbox = await startSandbox()
  for (let index = 1; index < FILES; index += 1) writeFileSync(path.join(workspace, `${index}.iso`), `image ${index}`)
  sparseFile(path.join(workspace, 'large.iso'), 200 * 1024 * 1024)
  const signed = await runStep({
    dist: DIST.sign,
    actionFile: ACTION_FILE.sign,
    environment: sandbox.environment,
    workspace,
    with: { files: '*.iso', 'trusted-root': sandbox.trustedRootPath, 'signing-config': sandbox.signingConfigPath },
  })
  expectSuccess(signed)
})

afterAll(async () => {
  await sandbox.close()
})

describe('what the sign action has signed', () => {
  it('is verified in one run, with the trusted root and nothing else asked for once', async () => {
    const before = sandbox.requests.length
    const result = await verify(fromTuf())
    expectSuccess(result)
    expect(result.outputs['verified']).toBe('true')
    expect(result.outputs['sha256']?.split('\n')).toHaveLength(FILES)
    expect(sandbox.requests.slice(before).every(({ service }) => service === 'tuf')).toBe(true)
    const targets = tufRequests().filter((name) => name.includes('/targets/'))
    expect(targets).toEqual([expect.stringContaining('trusted_root.json')])
  })

  it('is verified with its .sig and .pem, one line a file', async () => {
    const names = ['1.iso', '2.iso']
    const lines = (suffix: string): string => names.map((name) => name + suffix).join('\n')
    const detached = { files: lines(''), signature: lines('.sig'), certificate: lines('.pem') }
    const root = { 'trusted-root': sandbox.trustedRootPath }
    expectSuccess(await verify({ ...root, ...detached }))
    const swapped = { ...detached, signature: '2.iso.sig\n1.iso.sig' }
    expectFailure(await verify({ ...root, ...swapped }), 'E_SIGNATURE_FILE')
  })

  it("is refused with another file's bundle", async () => {
    const inputs = { files: '1.iso', bundle: '2.iso.sigstore.json', 'trusted-root': sandbox.trustedRootPath }
    expectFailure(await verify(inputs), 'E_DIGEST_MISMATCH')
  })

  it('is refused when the TUF repository has expired, without another try', async () => {
    sandbox.tuf.expires.timestamp = Date.now() - 1000
    try {
      expectFailure(await verify(fromTuf()), 'E_TUF_EXPIRED')
    } finally {
      sandbox.tuf.expires.timestamp = Date.now() + 1_000_000
    }
  })

  it('is not said to be verified when the run is cancelled, which ends it within two seconds', async () => {
    let cancelled = 0
    const result = await verify(fromTuf(), {
      started: (child) => {
        child.stdout?.once('data', () => {
          cancelled = performance.now()
          child.kill('SIGINT')
        })
      },
    })
    expect(performance.now() - cancelled).toBeLessThan(2_500)
    expectFailure(result, 'E_CANCELLED')
    expect(result.outputs['verified']).not.toBe('true')
    expect(readFileSync(path.join(workspace, '1.iso'), 'utf8')).toBe('image 1')
  })
})
