/*
 * Owns `npm run rehearse [-- TAG]`: a release of this commit without GitHub. What release.yml archives is made by its own script, its
 * digests are signed by the built action in the sandbox, and what would be attached is verified. Publishes nothing, and leaves
 * nothing in the tree.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'
import { showStep } from '../sandbox/demo/step.ts'
import { identityOf } from '../sandbox/fulcio-extensions.ts'
import { runnerPairs } from '../sandbox/runner/runner-files.ts'
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { readinessFaults } from './release/readiness.ts'

const root = path.dirname(import.meta.dirname)
const SIGNATURES = ['.sigstore.json', '.sig', '.pem']

interface Workflow {
  readonly jobs: { readonly archive: { readonly steps: readonly { readonly id?: string; readonly run?: string }[] } }
}

async function main(tag: string | undefined, directory: string): Promise<void> {
  const faults = readinessFaults(root, tag)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  const sums = archive(path.join(directory, 'release'), tag ?? `v${version}`)
  if (archive(path.join(directory, 'again'), tag ?? `v${version}`) !== sums)
    throw new Error('a second archive is another one')
  const sandbox = await startSandbox()
  try {
    await signAndVerify(sandbox, path.join(directory, 'release'), sums)
  } finally {
    await sandbox.close()
  }
}

/** Runs the script of release.yml as it stands, in an empty directory, and returns the output `sums`. */
function archive(directory: string, tag: string): string {
  const { jobs } = parse(readFileSync(path.join(root, '.github/workflows/release.yml'), 'utf8')) as Workflow
  const script = jobs.archive.steps.find(({ id }) => id === 'archive')?.run
  if (script === undefined) throw new Error('release.yml has no step `archive` any more')
  mkdirSync(directory)
  const output = `${directory}.output`
  writeFileSync(output, '')
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  execFileSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      GIT_DIR: git('rev-parse', '--absolute-git-dir'),
      GITHUB_REF_NAME: tag,
      GITHUB_SHA: git('rev-parse', 'HEAD'),
      GITHUB_OUTPUT: output,
    },
  })
  return runnerPairs(readFileSync(output, 'utf8'))['sums'] ?? ''
}

async function signAndVerify(sandbox: Sandbox, directory: string, sums: string): Promise<void> {
  const trust = { 'trusted-root': sandbox.trustedRootPath }
  const signing = {
    ...trust,
    'signing-config': sandbox.signingConfigPath,
    checksums: sums,
    'artifact-name': 'signatures',
  }
  const names = sums.split('\n').map((line) => line.slice(66))
  const signed = await showStep('sign', sandbox, directory, {
    ...signing,
    'expected-identity': identityOf(sandbox.claims),
  })
  const verifying = {
    ...trust,
    files: names.join('\n'),
    identity: identityOf(sandbox.claims),
    issuer: sandbox.urls.oidc,
  }
  const verified = await showStep('verify', sandbox, directory, verifying)
  if (signed.exitCode !== 0 || verified.exitCode !== 0)
    throw new Error('the release cannot be signed, or not be verified')
  const expected = names.flatMap((name) => [name, ...SIGNATURES.map((end) => name + end)]).toSorted()
  const found = readdirSync(directory).toSorted()
  if (found.join() !== expected.join()) throw new Error(`there is ${found.join(', ')}`)
  console.log('\nThe release would hold:')
  for (const name of found) console.log(`${String(statSync(path.join(directory, name)).size).padStart(10)}  ${name}`)
}

const scratch = mkdtempSync(path.join(tmpdir(), 'keyless-sign-rehearsal-'))
try {
  await main(process.argv[2], scratch)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
