/*
 * Owns the demonstration: one file signed and verified by the built actions, against a sandbox, and what a user would
 * see. Must not touch a given file, and leaves only the signature files, outside the tree.
 */
import { constants, copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startSandbox, type Sandbox } from '../sandbox.ts'
import type { ActionResult } from '../runner/run-step.ts'
import { hashWithOpenssl } from '../openssl.ts'
import { verifySigned } from '../oracles/second-opinion.ts'
import { renderSummary } from './render.ts'
import { SAMPLE_BYTES, writeSample } from './sample.ts'
import { showStep, title } from './step.ts'

const TRUSTED_ROOT = 'trusted_root.json'

const [given] = process.argv.slice(2)
const workspace = mkdtempSync(path.join(tmpdir(), 'keyless-sign-demo-'))
const name = given === undefined ? 'sample.iso' : path.basename(given)
const file = path.join(workspace, name)
const sandbox = await startSandbox()
try {
  await provideFile()
  // Relative to the workspace, so that the printed command still works when the sandbox is gone.
  copyFileSync(sandbox.trustedRootPath, path.join(workspace, TRUSTED_ROOT))
  const hash = hashWithOpenssl(file)
  const signed = await sign(sandbox)
  showFiles()
  showCosts(signed, hash)
  checkByOthers(signed)
  await verify(sandbox, signed)
  console.log(`\nThe signature files and the trusted root of this run are in ${workspace}`)
} finally {
  await sandbox.close()
  rmSync(file, { force: true })
}

async function provideFile(): Promise<void> {
  if (given !== undefined) {
    symlinkSync(given, file)
    return
  }
  console.log(`No file given: making a sample of ${(SAMPLE_BYTES / 1e9).toFixed(1)} GB`)
  await writeSample(file)
}

async function sign(services: Sandbox): Promise<ActionResult> {
  title('Sign: the log of the step')
  const inputs = { files: name, 'trusted-root': TRUSTED_ROOT, 'signing-config': services.signingConfigPath }
  const run = await showStep('sign', services, workspace, inputs)
  if (run.exitCode !== 0) throw new Error(`signing failed: ${run.outputs['error-code'] ?? run.stderr}`)
  title('The job summary')
  console.log(renderSummary(run.summary))
  return run
}

function showFiles(): void {
  title('The files')
  for (const written of readdirSync(workspace).filter((entry) => entry !== name)) {
    const size = statSync(path.join(workspace, written)).size
    console.log(`${String(size).padStart(8)} bytes  ${path.join(workspace, written)}`)
  }
}

function showCosts(run: ActionResult, hash: number | undefined): void {
  title('Time and memory')
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`
  const memory = run.peakMemory === undefined ? 'unknown' : `${(run.peakMemory / 1024 / 1024).toFixed(0)} MiB`
  const size = (statSync(file).size / 1e6).toFixed(1)
  console.log(`${size} MB signed in ${seconds(run.milliseconds)}, peak memory ${memory}`)
  console.log(hash === undefined ? 'no openssl here to compare with' : `openssl dgst -sha256 alone: ${seconds(hash)}`)
}

function checkByOthers({ outputs: { identity = '', issuer = '' } }: ActionResult): void {
  title('Checked by others')
  const opinion = { trustedRoot: path.join(workspace, TRUSTED_ROOT), identity, issuer }
  const said = verifySigned(file, opinion) ?? 'not found here, not checked'
  console.log(`openssl: ${said} (the signature under the certificate's key; openssl knows no identity)`)
  console.log(`engine: the bundle verifies, signed by ${identity}`)
}

async function verify(services: Sandbox, { outputs: { identity = '', issuer = '' } }: ActionResult): Promise<void> {
  title('Verify: the log of the step')
  const inputs = { files: name, 'trusted-root': TRUSTED_ROOT, identity, issuer }
  const accepted = await showStep('verify', services, workspace, inputs)
  if (accepted.outputs['verified'] !== 'true') throw new Error('the signed file was refused')
  title('Verify again, after one byte of the file was changed')
  await flipOneByte()
  const refused = await showStep('verify', services, workspace, inputs)
  if (refused.exitCode === 0 || refused.outputs['verified'] !== 'false') throw new Error('a changed file was accepted')
}

/** A given file is somebody's: the byte is flipped in a copy, which shares its blocks where the file system can. */
async function flipOneByte(): Promise<void> {
  if (given !== undefined) {
    rmSync(file)
    copyFileSync(given, file, constants.COPYFILE_FICLONE)
  }
  const handle = await open(file, 'r+')
  try {
    const middle = Math.floor((await handle.stat()).size / 2)
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, middle)
    await handle.write(Buffer.of((buffer[0] ?? 0) ^ 1), 0, 1, middle)
  } finally {
    await handle.close()
  }
}
