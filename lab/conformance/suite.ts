/*
 * Owns the check of the conformance client on real servers: what it signs, it verifies itself, and so does cosign; what
 * was changed, both refuse. Knows the client by its command line alone.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { askAll, type Question } from '../acceptance/ask.ts'
import type { Lab } from '../lab.ts'
import type { RekorVersion } from '../servers/trust-material.ts'
import type { Report } from '../support/report.ts'

/** conformance runs the suite. */
export async function conformance(lab: Lab, report: Report): Promise<void> {
  const directory = path.join(lab.places.run, 'conformance')
  await mkdir(directory)
  for (const rekorVersion of [1, 2] as const) {
    const file = path.join(directory, `rekor-v${rekorVersion}.iso`)
    await writeFile(file, `signed into Rekor v${rekorVersion}\n`)
    await writeFile(`${file}.other`, 'another file\n')
    const named = report.group(`the protocol's client, Rekor v${rekorVersion}`)
    const [signing, ...verifying] = questions(lab, rekorVersion, file)
    await askAll(named, [signing])
    await askAll(named, verifying)
  }
}

function questions(lab: Lab, rekorVersion: RekorVersion, file: string): readonly [Question, ...Question[]] {
  const client = path.join(lab.places.project, 'lab/conformance/client')
  const bundle = ['--bundle', `${file}.sigstore.json`]
  const trust = ['--trusted-root', lab.trust.trustedRoot]
  const signer = ['--certificate-identity', lab.identity(), '--certificate-oidc-issuer', lab.issuer.url]
  const token = ['--identity-token', lab.issuer.token('sigstore')]
  const config = ['--signing-config', lab.trust.signingConfig[rekorVersion]]
  const cosign = path.join(lab.places.bin, 'cosign3')
  const ask = (name: string, accepts: boolean, program: string, args: readonly string[]): Question => ({
    name,
    accepts,
    command: { program, args },
  })
  return [
    ask('sign-bundle', true, client, ['sign-bundle', ...token, ...bundle, ...trust, ...config, file]),
    ask('verify-bundle', true, client, ['verify-bundle', ...bundle, ...signer, ...trust, file]),
    ask('cosign 3.1.2', true, cosign, ['verify-blob', ...bundle, ...signer, ...trust, file]),
    ask('verify-bundle, another file', false, client, [
      ...['verify-bundle', ...bundle, ...signer, ...trust],
      `${file}.other`,
    ]),
    ask('cosign 3.1.2, another file', false, cosign, [
      ...['verify-blob', ...bundle, ...signer, ...trust],
      `${file}.other`,
    ]),
  ]
}
