/*
 * Owns what a transparency log entry must say beside what the engine checks: that it is about this signature, this
 * digest and this certificate, and that its proof and its checkpoint speak of one tree. Must not check signatures.
 */
import { X509Certificate } from 'node:crypto'
import { display } from '../shared/display.ts'
import { ActionError, type ErrorCode } from '../shared/errors.ts'
import { readJson, type JsonReader } from '../shared/json.ts'
import { rememberLast } from '../shared/remember-last.ts'
import { algorithmOf, plainAlgorithm } from './digest-algorithms.ts'
import type { DigestAlgorithm, LogEntry, LogEntryFacts, MessageDigest } from '../types.ts'

/** ExpectedEntry is what an entry has to be about: certificate and signature as DER. */
export interface ExpectedEntry {
  readonly certificate: Uint8Array
  readonly signature: Uint8Array
  readonly digest: MessageDigest
}

const FIX = 'do not use this signature: the log entry beside it proves nothing about it; have the file signed again'

/** isRekorV2 tells a Rekor v2 entry (hashedrekord 0.0.2) from a v1 entry. */
export function isRekorV2(entry: LogEntryFacts): boolean {
  return entry.kindVersion.version === '0.0.2'
}

/**
 * signedTime returns an entry's integrated time in milliseconds since the epoch where a SET signs it, else undefined:
 * without one it is anybody's word and counts for nothing. Takes the engine's own form of an entry, too.
 */
export function signedTime(entry: {
  readonly integratedTime?: string
  readonly inclusionPromise?: unknown
}): number | undefined {
  const seconds = Number(entry.integratedTime ?? '0')
  return entry.inclusionPromise === undefined || seconds === 0 ? undefined : seconds * 1000
}

/**
 * signedIndex returns a verified entry's index where something signs it, else undefined. In Rekor v2 it is the place that the
 * inclusion proof is for; v1 counts its entries over all trees that it ever had, and only a SET holds that count.
 */
export function signedIndex(entry: LogEntryFacts): string | undefined {
  return isRekorV2(entry) || entry.inclusionPromise !== undefined ? entry.logIndex : undefined
}

/**
 * assertEntry throws E_REKOR_MISMATCH unless the logged body is a hashedrekord of exactly this digest, signature and
 * certificate. The engine compares no certificate: the gap that cosign closed as CVE-2026-22703.
 */
export function assertEntry(entry: LogEntry, matter: ExpectedEntry): void {
  const logged = entryBody(entry)
  if (logged.algorithm !== matter.digest.algorithm || logged.digest !== matter.digest.hex) {
    throw mismatch(`is about the ${logged.algorithm} digest ${display(logged.digest)}, not ${matter.digest.hex}`)
  }
  if (!logged.signature.equals(matter.signature)) throw mismatch('holds another signature')
  if (!logged.certificate.equals(matter.certificate)) throw mismatch('holds another certificate')
}

type InclusionProof = NonNullable<LogEntry['inclusionProof']>

/**
 * assertProof throws E_REKOR_PROOF unless the entry has an index that is not negative and an inclusion proof for a place in
 * its tree, in Rekor v2 the same number, and E_REKOR_CHECKPOINT unless a checkpoint comes with it, in its form.
 */
export function assertProof(entry: LogEntry): void {
  const proof = requireProof(entry)
  const [size, index] = [BigInt(proof.treeSize), BigInt(proof.logIndex)]
  if (index < 0n || index >= size) {
    throw refused('E_REKOR_PROOF', `claims the place ${String(index)} in a tree of ${String(size)}`)
  }
  if (BigInt(entry.logIndex) < 0n) throw refused('E_REKOR_PROOF', `has the index ${entry.logIndex}`)
  if (isRekorV2(entry) && proof.logIndex !== entry.logIndex) {
    throw refused('E_REKOR_PROOF', `has the index ${entry.logIndex}, and a proof for ${proof.logIndex}`)
  }
  if (proof.checkpoint.envelope === '') throw refused('E_REKOR_CHECKPOINT', 'has no checkpoint')
  checkpointTree(proof)
}

/**
 * assertSameTree throws E_REKOR_PROOF unless proof and checkpoint speak of one tree; the engine takes root hash and size
 * from the checkpoint alone. For after the engine has checked who signed the checkpoint.
 */
export function assertSameTree(entry: LogEntry): void {
  const proof = requireProof(entry)
  const tree = checkpointTree(proof)
  if (tree.size === proof.treeSize && tree.root === proof.rootHash) return
  throw refused(
    'E_REKOR_PROOF',
    `has a checkpoint of a tree of ${tree.size} with root ${tree.root}, and a proof for ${proof.treeSize} with root ${proof.rootHash}`,
  )
}

function requireProof(entry: LogEntry): InclusionProof {
  if (entry.inclusionProof !== undefined) return entry.inclusionProof
  throw refused('E_REKOR_PROOF', 'has no inclusion proof')
}

/** C2SP tlog-checkpoint: origin, tree size in decimal, base64 of the root hash, one a line; then what anybody likes. */
function checkpointTree({ checkpoint }: InclusionProof): { readonly size: string; readonly root: string } {
  const [, size = '', root = ''] = checkpoint.envelope.split('\n')
  if (/^\d{1,19}$/.test(size) && /^[A-Za-z0-9+/]{43}=$/.test(root)) return { size, root }
  throw refused('E_REKOR_CHECKPOINT', `has a checkpoint without size and root hash: '${display(checkpoint.envelope)}'`)
}

interface EntryBody {
  readonly algorithm: DigestAlgorithm
  /** Hex. */
  readonly digest: string
  readonly signature: Buffer
  /** DER. */
  readonly certificate: Buffer
}

function entryBody(entry: LogEntry): EntryBody {
  const body = readJson(parseBody(entry), unreadable)
  const { kind, version } = entry.kindVersion
  if (body.field('kind').text() !== kind || body.field('apiVersion').text() !== version || kind !== 'hashedrekord') {
    throw mismatch(`is of kind '${display(kind)}' ${display(version)}, not a hashedrekord as it says`)
  }
  const spec = body.field('spec')
  return isRekorV2(entry) ? version2(spec.field('hashedRekordV002')) : version1(spec)
}

/** Rekor's hashedrekord 0.0.1 schema: hex digest, base64 of the certificate's PEM. */
function version1(spec: JsonReader): EntryBody {
  const hash = spec.field('data').field('hash')
  const signature = spec.field('signature')
  return {
    algorithm: algorithm(hash.field('algorithm').text()),
    digest: hash.field('value').text(),
    signature: signature.field('content').bytes(),
    certificate: pemToDer(signature.field('publicKey').field('content').bytes()),
  }
}

/** rekor-tiles' hashedrekord.proto v0.0.2: base64 digest, DER certificate. */
function version2(spec: JsonReader): EntryBody {
  const data = spec.field('data')
  const signature = spec.field('signature')
  return {
    algorithm: algorithm(data.field('algorithm').text()),
    digest: data.field('digest').bytes().toString('hex'),
    signature: signature.field('content').bytes(),
    certificate: signature.field('verifier').field('x509Certificate').field('rawBytes').bytes(),
  }
}

function algorithm(name: string): DigestAlgorithm {
  const found = plainAlgorithm(name) ?? algorithmOf(name)
  if (found === undefined) throw mismatch(`uses the digest algorithm '${display(name)}'`)
  return found
}

/** The entries of a run mostly hold one certificate. */
const pemToDer = rememberLast((pem): Buffer => {
  try {
    return new X509Certificate(pem).raw
  } catch {
    throw mismatch('holds no certificate')
  }
})

function parseBody(entry: LogEntry): unknown {
  try {
    return JSON.parse(Buffer.from(entry.canonicalizedBody, 'base64').toString('utf8'))
  } catch {
    throw mismatch('has a body that is not JSON')
  }
}

function unreadable(path: string, problem: string): ActionError {
  return mismatch(`has a body in which ${path} ${problem}`)
}

function mismatch(problem: string): ActionError {
  return refused('E_REKOR_MISMATCH', problem)
}

function refused(code: ErrorCode, problem: string): ActionError {
  return new ActionError(code, `The transparency log entry ${problem}`, { fix: FIX })
}
