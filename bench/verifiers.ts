/*
 * Owns how each verifier of the comparison is run: on one file with the bundle that the product left beside it, with a
 * trusted root from the disk, so that none asks a network. Asked as in the acceptance suite; a refusal throws.
 */
import path from 'node:path'
import { materialWith } from '../lab/acceptance/material.ts'
import { type VerifierName, verifiers as asked } from '../lab/acceptance/verifiers.ts'
import { failureText, runLabStep } from '../lab/product.ts'
import { sigstorePython } from '../lab/setup/pins.ts'
import { runMeasured } from './meter.ts'
import { type Cost, VERIFY, VERIFY_ACTION } from './results.ts'
import { hash, type Job, peerEnvironment, signWithProduct, type Surroundings, type Tool } from './tools.ts'

/** verifiers are the product in both its forms, the others, and the hash. */
export const verifiers: readonly Tool[] = [
  stranger('the downloaded file, as a command', 'keyless-verify, bundle', VERIFY),
  { title: VERIFY_ACTION, does: 'the step `./verify`, with its job summary', run: verifyWithAction },
  stranger('`cosign verify-blob --bundle --trusted-root`', 'cosign 3.1.2, bundle'),
  stranger('the same, with `--new-bundle-format`', 'cosign 2.6.4, bundle'),
  stranger(
    '`sigstore verify identity --offline --bundle`',
    'sigstore-python, bundle',
    `sigstore-python ${sigstorePython.version}`,
  ),
  hash,
]

/** signForVerifiers leaves the bundle that all of them read beside the files. */
export async function signForVerifiers(surroundings: Surroundings, files: readonly string[]): Promise<void> {
  await signWithProduct({ ...surroundings, files, directory: path.dirname(files[0] ?? '') }, {})
}

/** The title is what the acceptance suite calls the verifier, where nothing else is said. */
function stranger(does: string, name: VerifierName, title = name.replace(', bundle', '')): Tool {
  const verifier = asked.find((each) => each.name === name)
  if (!verifier) throw new Error(`no verifier is called '${name}'`)
  return {
    title,
    does,
    run({ lab, relays, meter, files, directory }) {
      const { program, args, env } = verifier.command(materialWith(lab, 1, files[0] ?? '', ''))
      return runMeasured(meter, program, args, { ...peerEnvironment(relays, directory), ...env })
    },
  }
}

async function verifyWithAction({ lab, meter, files }: Job): Promise<Cost> {
  const run = await runLabStep(lab, {
    action: 'verify',
    workspace: path.dirname(files[0] ?? ''),
    with: {
      files: files.map((file) => path.basename(file)).join('\n'),
      identity: lab.identity(),
      issuer: lab.issuer.url,
      'trusted-root': lab.trust.trustedRoot,
    },
    limit: 300_000,
    launcher: meter.command,
  })
  if (run.exitCode !== 0 || run.outputs['verified'] !== 'true')
    throw new Error(`${VERIFY_ACTION} failed: ${failureText(run)}`)
  return meter.last()
}
