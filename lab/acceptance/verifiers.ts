/*
 * Owns the verifiers and how each is asked: strangers, and our own keyless-verify as a stranger gets it: the command line, and
 * with which Rekor version it accepts what is right. Runs nothing.
 */
import path from 'node:path'
import { CLI } from '../../sandbox/runner/run-cli.ts'
import { serviceUrls, type RekorVersion } from '../servers/trust-material.ts'
import type { Material } from './material.ts'

/** Command is one program to run. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Verifier is one program asked in one way. */
export interface Verifier {
  readonly name: VerifierName
  /** The bundle, or `.sig` and `.pem`. */
  readonly reads: 'bundle' | 'pair'
  /** The Rekor versions with which it accepts what is right. */
  readonly accepts: readonly RekorVersion[]
  command(material: Material): Command
}

type Cosign = 'cosign 2.6.4' | 'cosign 3.0.6' | 'cosign 3.1.2'
/** VerifierName names program, version and way of asking. */
export type VerifierName =
  | `${Cosign}, ${'bundle' | 'bundle by digest' | '.sig and .pem'}`
  | `sigstore-python, ${'bundle' | '.sig and .pem'}`
  | 'sigstore-go, bundle'
  | 'openssl, .sig and .pem'
  | `keyless-verify, ${'bundle' | 'bundle by digest' | 'bundle, .sig and .pem'}`

const both: readonly RekorVersion[] = [1, 2]
// Without a bundle an entry has to be searched for, and Rekor v2 has no search.
const onlyFirst: readonly RekorVersion[] = [1]

/** verifiers are all of them: 16 ways of asking, 7 programs. */
export const verifiers: readonly Verifier[] = [
  ...cosign('cosign 2.6.4', 'cosign2', ({ rekorVersion }) =>
    // 2.6 knows the new bundle only when told, and takes a log entry for the time unless told: v2's has none.
    rekorVersion === 2 ? ['--new-bundle-format', '--use-signed-timestamps'] : ['--new-bundle-format'],
  ),
  ...cosign('cosign 3.0.6', 'cosign306', () => []),
  ...cosign('cosign 3.1.2', 'cosign3', () => []),
  {
    name: 'sigstore-python, bundle',
    reads: 'bundle',
    accepts: both,
    command: (material) => sigstorePython(material, ['--offline', '--bundle', material.bundle]),
  },
  {
    name: 'sigstore-python, .sig and .pem',
    reads: 'pair',
    accepts: onlyFirst,
    command: (material) =>
      sigstorePython(material, ['--signature', material.signature, '--certificate', material.certificate]),
  },
  {
    name: 'sigstore-go, bundle',
    reads: 'bundle',
    accepts: both,
    command: (material) => ({
      program: path.join(material.lab.places.bin, 'sigstore-go'),
      args: [
        ...['verify-bundle', '--bundle', material.bundle, ...signer(material)],
        ...['--trusted-root', material.trustedRoot, material.file],
      ],
    }),
  },
  {
    name: 'keyless-verify, bundle',
    reads: 'bundle',
    accepts: both,
    command: (material) => keylessVerify(material, [material.file]),
  },
  {
    name: 'keyless-verify, bundle by digest',
    reads: 'bundle',
    accepts: both,
    command: (material) =>
      keylessVerify(material, ['--checksums', `${material.digest}  ${path.basename(material.file)}`]),
  },
  {
    name: 'keyless-verify, bundle, .sig and .pem',
    reads: 'pair',
    accepts: both,
    command: (material) =>
      keylessVerify(material, [
        ...['--signature', material.signature, '--certificate', material.certificate],
        material.file,
      ]),
  },
  {
    // Only that the signature is the certificate's key's: no chain, no identity, no log, no time.
    name: 'openssl, .sig and .pem',
    reads: 'pair',
    accepts: both,
    command: ({ file, signature, certificate }) => ({
      program: 'bash',
      args: [
        '-c',
        'openssl dgst -sha256 -verify <(openssl x509 -in "$0" -pubkey -noout) -signature <(base64 -d "$1") "$2"',
        ...[certificate, signature, file],
      ],
    }),
  },
]

function keylessVerify(material: Material, what: readonly string[]): Command {
  const { bundle, trustedRoot, identity, issuer } = material
  return {
    program: process.execPath,
    args: [
      ...[CLI, '--bundle', bundle, '--trusted-root', trustedRoot, '--identity', identity, '--issuer', issuer],
      ...what,
    ],
  }
}

function cosign(name: Cosign, program: string, bundleFlags: (material: Material) => readonly string[]): Verifier[] {
  const bundle = (material: Material, subject: string): Command => ({
    program: path.join(material.lab.places.bin, program),
    args: [
      ...['verify-blob', '--bundle', material.bundle, ...bundleFlags(material)],
      ...['--trusted-root', material.trustedRoot, ...signer(material), ...material.narrowed, subject],
    ],
  })
  return [
    { name: `${name}, bundle`, reads: 'bundle', accepts: both, command: (material) => bundle(material, material.file) },
    {
      name: `${name}, bundle by digest`,
      reads: 'bundle',
      accepts: both,
      command: (material) => bundle(material, `sha256:${material.digest}`),
    },
    {
      name: `${name}, .sig and .pem`,
      reads: 'pair',
      accepts: onlyFirst,
      command: (material) => ({
        program: path.join(material.lab.places.bin, program),
        args: [
          ...['verify-blob', '--rekor-url', serviceUrls.rekor[1]],
          ...['--signature', material.signature, '--certificate', material.certificate],
          ...[...signer(material), ...material.narrowed, material.file],
        ],
        // This way takes no trusted root.
        env: {
          SIGSTORE_ROOT_FILE: material.fulcioChain,
          SIGSTORE_REKOR_PUBLIC_KEY: path.join(material.lab.places.pki, 'rekor1.pub'),
          SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: path.join(material.lab.places.pki, 'ct.pub'),
        },
      }),
    },
  ]
}

function signer({ identity, issuer }: Material): string[] {
  return ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer]
}

function sigstorePython(material: Material, how: readonly string[]): Command {
  return {
    program: path.join(material.lab.places.venv, 'bin/sigstore'),
    args: [
      ...['--trust-config', material.trustConfig, 'verify', 'identity'],
      ...['--cert-identity', material.identity, '--cert-oidc-issuer', material.issuer, ...how, material.file],
    ],
  }
}
