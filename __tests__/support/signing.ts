/*
 * Owns sample results of a run for the tests of its reports. No part of them is cryptographically true.
 */
import { generateKeyPairSync } from 'node:crypto'
import type { LogEntry, NamedSubject, SignatureFiles, SignResult, UploadedArtifact } from '../../src/core/types.ts'

const workspace = '/home/runner/work/repo/repo'
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** identity is the workflow that signed, unless a test says otherwise. */
export const identity = 'https://github.com/octo/repo/.github/workflows/release.yml@refs/tags/v1.2.3'

/** issuer is GitHub's. */
export const issuer = 'https://token.actions.githubusercontent.com'

/** aLogEntry returns an entry of Rekor v1, with a SET, or v2. */
export function aLogEntry(rekorVersion: 1 | 2 = 1, logIndex = '4711'): LogEntry {
  return {
    logIndex,
    logId: { keyId: 'a2V5' },
    kindVersion: { kind: 'hashedrekord', version: `0.0.${String(rekorVersion)}` },
    ...(rekorVersion === 1 ? { inclusionPromise: { signedEntryTimestamp: 'c2V0' } } : {}),
    canonicalizedBody: 'Ym9keQ==',
  }
}

/** aSubject returns a signed file of 1.6 GB, its parts overridden. */
export function aSubject(name = 'dist/x.iso', overrides: Partial<NamedSubject> = {}): NamedSubject {
  const path = `${workspace}/${name}`
  return {
    name,
    downloadName: name.split('/').at(-1) ?? '',
    sha256: branded('ab'.repeat(32)),
    size: 1_600_000_000,
    path,
    signature: branded('c2ln'),
    bundle: () => '{}',
    verified: {
      identity: branded(identity),
      issuer: branded(issuer),
      certificate: {
        der: Buffer.of(1),
        pem: branded('-----BEGIN CERTIFICATE-----\n'),
        publicKey,
        notBefore: 0,
        notAfter: 600_000,
        isAuthority: false,
        hasDigitalSignature: true,
        hasCodeSigning: true,
        signedCertificateTimestamps: 1,
        subjectNames: [{ kind: 'uniformResourceIdentifier', identity: branded(identity) }],
        extensions: {},
      },
      logEntries: [aLogEntry()],
      signedAt: Date.UTC(2026, 0, 31, 12, 0, 5),
    },
    logUrl: 'https://search.sigstore.dev/?logIndex=4711',
    files: signatureFilesAt(path),
    ...overrides,
  }
}

/** signatureFilesAt returns a subject's three files beside a path. */
export function signatureFilesAt(path: string): SignatureFiles {
  return {
    signature: { path: `${path}.sig`, text: () => 'c2ln' },
    certificate: { path: `${path}.pem`, text: () => '-----BEGIN CERTIFICATE-----\n' },
    bundle: { path: `${path}.sigstore.json`, text: () => '{}' },
  }
}

/** byDigest returns a subject that the job signed without reading it. */
export function byDigest(name = 'dist/x.iso'): NamedSubject {
  const { name: same, downloadName, sha256, signature, bundle, verified, logUrl, files } = aSubject(name)
  return { name: same, downloadName, sha256, signature, bundle, verified, logUrl, files }
}

/** aSigning returns a run of one file on the public instance, its parts overridden. */
export function aSigning(overrides: Partial<SignResult> = {}): SignResult {
  return {
    subjects: [aSubject()],
    identity: branded(identity),
    issuer: branded(issuer),
    repository: 'octo/repo',
    serverUrl: 'https://github.com',
    runId: '3003',
    commit: '0123456789abcdef0123456789abcdef01234567',
    workspace,
    publicInstance: true,
    ...overrides,
  }
}

/** anArtifact returns an uploaded artifact. */
export function anArtifact(overrides: Partial<UploadedArtifact> = {}): UploadedArtifact {
  return {
    name: 'x.iso.sigstore',
    id: 42,
    url: 'https://github.com/octo/repo/actions/runs/1/artifacts/42',
    digest: branded('cd'.repeat(32)),
    ...overrides,
  }
}

/** branded lends a text the brand that a test needs. */
export function branded<T extends string>(text: string): T {
  return text as T
}
