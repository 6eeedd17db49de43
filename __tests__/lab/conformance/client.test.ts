/* The client of the conformance protocol as its own process: it signs against the sandbox, verifies, and refuses. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { temporaryDirectory } from '../../support/builders.ts'
import { COMPILED } from '../../support/compiled.ts'
import { identityIn } from '../../../sandbox/oracles/second-opinion.ts'

const CLIENT = path.resolve(import.meta.dirname, '../../../lab/conformance/client.ts')
const directory = temporaryDirectory()
const file = path.join(directory, 'a.txt')
const bundle = path.join(directory, 'a.bundle.json')
const digest = createHash('sha256').update('an artifact').digest('hex')
let sandbox: Sandbox

async function client(...words: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLIENT, ...words], {
      cwd: directory,
      env: { ...process.env, ...COMPILED },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('close', (code) => resolve({ code, stderr }))
  })
}

const verify = (operand: string, identity = identityIn(sandbox)): ReturnType<typeof client> =>
  client(
    'verify-bundle',
    ...['--bundle', bundle, '--certificate-identity', identity, '--certificate-oidc-issuer', sandbox.urls.oidc],
    ...['--trusted-root', sandbox.trustedRootPath, operand],
  )

beforeAll(async () => {
  writeFileSync(file, 'an artifact')
  sandbox = await startSandbox()
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer = '' } = sandbox.environment
  const answer = await fetch(`${url}&audience=sigstore`, { headers: { authorization: `Bearer ${bearer}` } })
  const { value } = (await answer.json()) as { value: string }
  const signed = await client(
    'sign-bundle',
    ...['--identity-token', value, '--bundle', bundle, '--trusted-root', sandbox.trustedRootPath],
    ...['--signing-config', sandbox.signingConfigPath, file],
  )
  expect(signed).toMatchObject({ code: 0 })
})

afterAll(async () => {
  await sandbox.close()
})

describe('the conformance client', () => {
  it('verifies what it has signed, by file and by digest', async () => {
    expect(existsSync(bundle)).toBe(true)
    for (const operand of [file, `sha256:${digest}`]) expect(await verify(operand)).toMatchObject({ code: 0 })
  })

  it('takes what only looks like a digest for a file', async () => {
    const { code, stderr } = await verify(`sha256:${digest.slice(1)}`)
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^E_FILE_NOT_FOUND: /m)])
  })

  it.each([
    ['another identity', () => verify(file, `${identityIn(sandbox)}.evil`), 'E_CERT_IDENTITY'],
    ['other bytes', () => verify(`sha256:${'0'.repeat(64)}`), 'E_DIGEST_MISMATCH'],
    ['a managed key', () => client('verify-bundle', '--bundle', bundle, '--key', 'key.pub', file), 'E_INPUT'],
    [
      'an attestation',
      () => client('sign-bundle', '--in-toto', '--identity-token', 'x', '--bundle', 'y', file),
      'E_INPUT',
    ],
    ['nothing', () => client(), 'E_INPUT'],
  ])('refuses %s with exit code 1 and the code', async (_, run, expected) => {
    const { code, stderr } = await run()
    expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`^${expected}: `, 'm'))])
  })
})
