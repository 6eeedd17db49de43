/*
 * Owns bundles that other signers make on the lab's servers: cosign and sigstore-python, on both logs, as a workflow and
 * as a person. Verifies nothing.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import type { RekorVersion } from '../servers/trust-material.ts'
import { lastLine, run } from '../support/run.ts'

/** PeerBundle is one file signed by somebody else; paths are absolute. */
export interface PeerBundle {
  readonly title: string
  readonly file: string
  readonly bundle: string
  readonly identity: string
  readonly issuer: string
  /** `OWNER/REPO` that the certificate names; absent for a person's. */
  readonly sourceRepository?: string
}

/** Signing is what a peer is asked to do. */
interface Signing {
  readonly lab: Lab
  readonly token: string
  readonly rekorVersion: RekorVersion
  readonly file: string
  readonly bundle: string
}

type Peer = (signing: Signing) => { readonly program: string; readonly args: readonly string[] }

const peers: Readonly<Record<string, Peer>> = {
  'cosign 3.1.2': cosign('cosign3'),
  'cosign 3.0.6': cosign('cosign306'),
  'sigstore-python': ({ lab, token, rekorVersion, file, bundle }) => ({
    program: path.join(lab.places.venv, 'bin/sigstore'),
    args: [
      ...['--trust-config', lab.trust.trustConfig[rekorVersion], 'sign', '--identity-token', token],
      ...['--rekor-version', String(rekorVersion), '--bundle', bundle, file],
    ],
  }),
}

/** peerBundles has every peer sign with both logs, as the workflow and as a person; throws where one cannot. */
export async function peerBundles(lab: Lab): Promise<PeerBundle[]> {
  const directory = path.join(lab.places.run, 'peers')
  await mkdir(directory)
  const made: PeerBundle[] = []
  for (const [name, peer] of Object.entries(peers)) {
    for (const rekorVersion of [1, 2] as const) {
      for (const signer of signers(lab)) {
        const title = `${name}, Rekor v${rekorVersion}, ${signer.who}`
        const file = path.join(directory, `${title.replaceAll(/[^\w.]+/g, '-')}.iso`)
        const bundle = `${file}.sigstore.json`
        await writeFile(file, `${title}\n`)
        const { program, args } = peer({ lab, token: signer.token, rekorVersion, file, bundle })
        const result = await run(program, args)
        if (result.code !== 0) throw new Error(`${title}: ${lastLine(result)}`)
        made.push({ ...signer.expected, title, file, bundle })
      }
    }
  }
  return made
}

function signers(lab: Lab) {
  const { issuer, emailIssuer } = lab
  const workflow = {
    identity: lab.identity(),
    issuer: issuer.url,
    sourceRepository: String(issuer.claims['repository']),
  }
  const person = { identity: String(emailIssuer.claims['email']), issuer: emailIssuer.url }
  return [
    { who: 'a workflow', token: issuer.token('sigstore'), expected: workflow },
    { who: 'a person', token: emailIssuer.token('sigstore'), expected: person },
  ]
}

function cosign(program: string): Peer {
  return ({ lab, token, rekorVersion, file, bundle }) => ({
    program: path.join(lab.places.bin, program),
    args: [
      ...['sign-blob', '--yes', '--identity-token', token, '--bundle', bundle],
      ...['--signing-config', lab.trust.signingConfig[rekorVersion], '--trusted-root', lab.trust.trustedRoot, file],
    ],
  })
}
