/*
 * Owns the demonstration: one file through the built action, against a sandbox, as the runner would run it, and what a
 * user would see. Must not touch the file, and leaves only the signature files, outside the tree.
 */
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { styleText } from 'node:util'
import { startSandbox } from '../sandbox/sandbox.ts'
import { ACTION_FILE, DIST, runAction } from '../test/support/run-action.ts'
import { checkWithEngine, checkWithOpenssl, hashWithOpenssl } from './check.ts'
import { renderLogLine, renderSummary } from './render.ts'
import { SAMPLE_BYTES, writeSample } from './sample.ts'

const [given] = process.argv.slice(2)
const workspace = mkdtempSync(path.join(tmpdir(), 'keyless-sign-demo-'))
const name = given === undefined ? 'sample.iso' : path.basename(given)
const file = path.join(workspace, name)
const title = (text: string): void => {
  console.log(`\n${styleText('bold', `== ${text}`)}\n`)
}

if (given === undefined) {
  console.log(`No file given: making a sample of ${(SAMPLE_BYTES / 1e9).toFixed(1)} GB`)
  await writeSample(file)
} else {
  symlinkSync(given, file)
}
const size = statSync(file).size
const hash = hashWithOpenssl(file)

title('The log of the step')
const sandbox = await startSandbox()
// Relative to the workspace, so that the printed command still works when the sandbox is gone.
await copyFile(sandbox.trustedRootPath, path.join(workspace, 'trusted_root.json'))
try {
  const run = await runAction({
    dist: DIST.sign,
    actionFile: ACTION_FILE.sign,
    with: { files: name, 'trusted-root': 'trusted_root.json', 'signing-config': sandbox.signingConfigPath },
    environment: sandbox.environment,
    workspace,
    limit: 3_600_000,
    started: (child) => {
      child.stdout?.on('data', showLog())
    },
  })
  if (run.exitCode !== 0) throw new Error(`the action failed: ${run.outputs['error-code'] ?? run.stderr}`)

  title('The job summary')
  console.log(renderSummary(run.summary))

  title('The files')
  for (const written of readdirSync(workspace)) {
    if (written === name) continue
    console.log(
      `${String(statSync(path.join(workspace, written)).size).padStart(8)} bytes  ${path.join(workspace, written)}`,
    )
  }

  title('Time and memory')
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`
  const memory = run.peakMemory === undefined ? 'unknown' : `${(run.peakMemory / 1024 / 1024).toFixed(0)} MiB`
  console.log(`${(size / 1e6).toFixed(1)} MB signed in ${seconds(run.milliseconds)}, peak memory ${memory}`)
  console.log(hash === undefined ? 'no openssl here to compare with' : `openssl dgst -sha256 alone: ${seconds(hash)}`)

  title('Checked by others')
  console.log(checkWithOpenssl(file) ?? 'openssl: not found here, not checked')
  const { identity = '', issuer = '' } = run.outputs
  console.log(await checkWithEngine(file, path.join(workspace, 'trusted_root.json'), { identity, issuer }))
  console.log(`\nThe signature files and the trusted root of this run are in ${workspace}`)
} finally {
  await sandbox.close()
  rmSync(file)
}

/** Shows whole lines only, as they come. */
function showLog(): (text: string) => void {
  let rest = ''
  return (text) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const shown = renderLogLine(line)
      if (shown !== undefined) console.log(shown)
    }
  }
}
