/*
 * Owns the first entry of both logs. Protobuf's JSON leaves zero values out, so the entry with index 0 has no `logIndex`
 * in its bundle, and sigstore-python refuses that: the lab fills this place before anybody signs, as every log of the
 * world did once.
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../support/lab-error.ts'
import type { Places } from '../support/places.ts'
import { lastLine, run } from '../support/run.ts'
import type { Issuer } from './issuer.ts'
import type { RekorVersion, TrustMaterial } from './trust-material.ts'

/** fillFirstPlaces signs a file into both logs with cosign: also the first sign that every service works. */
export async function fillFirstPlaces(
  { bin, run: directory }: Places,
  trust: TrustMaterial,
  issuer: Issuer,
): Promise<void> {
  const file = path.join(directory, 'first')
  await writeFile(file, 'first\n')
  const fill = async (version: RekorVersion) => {
    const result = await run(path.join(bin, 'cosign3'), [
      ...['sign-blob', '--yes', '--identity-token', issuer.token('sigstore')],
      ...['--signing-config', trust.signingConfig[version], '--trusted-root', trust.trustedRoot],
      ...['--bundle', `${file}.v${version}.json`, file],
    ])
    if (result.code === 0) return
    const what = `cosign cannot sign with Rekor v${version}: ${lastLine(result)}`
    throw new LabError(what, `Read fulcio.log, tsa.log and rekor${version}.log in the log directory of the lab.`)
  }
  await Promise.all([fill(1), fill(2)])
}
