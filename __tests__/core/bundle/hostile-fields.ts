/*
 * Owns the table of what must become of a bundle when one of its fields is spoiled: the code of the refusal, or why it
 * may pass. Must not make bundles.
 */
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import type { Change } from '../../support/mutations.ts'

/** Kind is a good bundle to spoil: Rekor v1 with SET and timestamp, the same with the SET alone, Rekor v2 with timestamp. */
export type Kind = 'v1' | 'v1-set' | 'v2'

/** HARMLESS are the reasons for which a spoilt bundle may pass. */
export const HARMLESS = {
  timestamp: 'the SET still gives a signed time',
  promise: 'the timestamp still gives a signed time, and proof and checkpoint still show that it was logged',
  defaults: 'protobuf reads an absent list as an empty one, and the timestamp list is optional',
}

/** Expected is a code, or the key of the reason to pass. */
export type Expected = ErrorCode | keyof typeof HARMLESS

/** Row is a path and what must become of each change there. */
export type Row = readonly [path: string, changes: Readonly<Partial<Record<Change, Expected>>>]

const MALFORMED = { removed: 'E_BUNDLE_MALFORMED', emptied: 'E_BUNDLE_MALFORMED' } as const
const material = 'verificationMaterial'
const entry = `${material}.tlogEntries.0`
const proof = `${entry}.inclusionProof`
const stamps = `${material}.timestampVerificationData`

const everywhere: readonly Row[] = [
  ['mediaType', { ...MALFORMED, flipped: 'E_BUNDLE_MALFORMED', duplicated: 'E_BUNDLE_MALFORMED' }],
  [material, { ...MALFORMED, swapped: 'E_REKOR_MISMATCH' }],
  [`${material}.certificate`, { ...MALFORMED, swapped: 'E_REKOR_MISMATCH' }],
  [`${material}.certificate.rawBytes`, { ...MALFORMED, flipped: 'E_REKOR_MISMATCH', duplicated: 'E_BUNDLE_MALFORMED' }],
  [`${material}.tlogEntries`, { ...MALFORMED, swapped: 'E_REKOR_MISMATCH' }],
  [entry, { emptied: 'E_BUNDLE_MALFORMED' }],
  [`${entry}.logId`, MALFORMED],
  [`${entry}.logId.keyId`, { ...MALFORMED, flipped: 'E_REKOR_KEY' }],
  [`${entry}.kindVersion`, MALFORMED],
  [
    `${entry}.kindVersion.kind`,
    { removed: 'E_BUNDLE_MALFORMED', emptied: 'E_REKOR_MISMATCH', flipped: 'E_REKOR_MISMATCH' },
  ],
  [
    `${entry}.kindVersion.version`,
    { removed: 'E_BUNDLE_MALFORMED', emptied: 'E_REKOR_MISMATCH', flipped: 'E_REKOR_MISMATCH' },
  ],
  [proof, { removed: 'E_REKOR_PROOF', emptied: 'E_BUNDLE_MALFORMED', swapped: 'E_REKOR_PROOF' }],
  [`${proof}.logIndex`, { removed: 'E_REKOR_PROOF', emptied: 'E_BUNDLE_MALFORMED', flipped: 'E_REKOR_PROOF' }],
  [`${proof}.rootHash`, { ...MALFORMED, swapped: 'E_REKOR_PROOF', flipped: 'E_REKOR_PROOF' }],
  [`${proof}.treeSize`, { removed: 'E_REKOR_PROOF', emptied: 'E_BUNDLE_MALFORMED', swapped: 'E_REKOR_PROOF' }],
  [
    `${proof}.hashes`,
    { removed: 'E_REKOR_PROOF', emptied: 'E_REKOR_PROOF', swapped: 'E_REKOR_PROOF', duplicated: 'E_REKOR_PROOF' },
  ],
  [`${proof}.hashes.0`, { emptied: 'E_BUNDLE_MALFORMED', flipped: 'E_REKOR_PROOF', duplicated: 'E_REKOR_PROOF' }],
  [`${proof}.checkpoint`, { ...MALFORMED, swapped: 'E_REKOR_PROOF' }],
  [`${proof}.checkpoint.envelope`, { ...MALFORMED, flipped: 'E_REKOR_CHECKPOINT' }],
  [
    `${entry}.canonicalizedBody`,
    { ...MALFORMED, swapped: 'E_REKOR_MISMATCH', flipped: 'E_REKOR_MISMATCH', duplicated: 'E_REKOR_MISMATCH' },
  ],
  ['messageSignature', { ...MALFORMED, swapped: 'E_DIGEST_MISMATCH' }],
  ['messageSignature.messageDigest', { ...MALFORMED, swapped: 'E_DIGEST_MISMATCH' }],
  ['messageSignature.messageDigest.algorithm', { ...MALFORMED, flipped: 'E_BUNDLE_MALFORMED' }],
  [
    'messageSignature.messageDigest.digest',
    { ...MALFORMED, flipped: 'E_DIGEST_MISMATCH', duplicated: 'E_BUNDLE_MALFORMED' },
  ],
  [
    'messageSignature.signature',
    { ...MALFORMED, swapped: 'E_REKOR_MISMATCH', flipped: 'E_REKOR_MISMATCH', duplicated: 'E_REKOR_MISMATCH' },
  ],
]

const version1: readonly Row[] = [
  [
    `${entry}.logIndex`,
    { removed: 'E_REKOR_SET', emptied: 'E_BUNDLE_MALFORMED', swapped: 'E_REKOR_SET', flipped: 'E_REKOR_SET' },
  ],
  [
    `${entry}.integratedTime`,
    { emptied: 'E_BUNDLE_MALFORMED', flipped: 'E_REKOR_SET', duplicated: 'E_BUNDLE_MALFORMED' },
  ],
  [`${entry}.inclusionPromise`, { emptied: 'E_BUNDLE_MALFORMED', swapped: 'E_REKOR_SET' }],
  [`${entry}.inclusionPromise.signedEntryTimestamp`, { ...MALFORMED, flipped: 'E_REKOR_SET' }],
]

const stamped: readonly Row[] = [
  [`${stamps}.rfc3161Timestamps`, { swapped: 'E_TIMESTAMP', duplicated: 'E_TIMESTAMP' }],
  [`${stamps}.rfc3161Timestamps.0`, { emptied: 'E_BUNDLE_MALFORMED' }],
  [
    `${stamps}.rfc3161Timestamps.0.signedTimestamp`,
    { ...MALFORMED, flipped: 'E_TIMESTAMP', duplicated: 'E_TIMESTAMP' },
  ],
]

/** hostileFields are the rows for each kind of bundle. */
export const hostileFields: Readonly<Record<Kind, readonly Row[]>> = {
  v1: [
    ...everywhere,
    ...version1,
    ...stamped,
    [`${material}.tlogEntries`, { duplicated: 'E_TIMESTAMP' }],
    [`${entry}.integratedTime`, { removed: 'E_REKOR_SET' }],
    [`${entry}.inclusionPromise`, { removed: 'promise' }],
    [stamps, { removed: 'timestamp', emptied: 'timestamp' }],
    [`${stamps}.rfc3161Timestamps`, { removed: 'timestamp', emptied: 'timestamp' }],
  ],
  'v1-set': [
    ...version1,
    [`${entry}.integratedTime`, { removed: 'E_TIMESTAMP' }],
    [`${entry}.inclusionPromise`, { removed: 'E_TIMESTAMP' }],
    [stamps, { removed: 'defaults', emptied: 'defaults' }],
  ],
  v2: [
    ...everywhere,
    [`${material}.tlogEntries`, { duplicated: 'E_REKOR_PROOF' }],
    ...stamped,
    [
      `${entry}.logIndex`,
      { removed: 'E_REKOR_PROOF', emptied: 'E_BUNDLE_MALFORMED', swapped: 'E_REKOR_PROOF', flipped: 'E_REKOR_PROOF' },
    ],
    [stamps, { removed: 'E_TIMESTAMP', emptied: 'E_TIMESTAMP' }],
    [`${stamps}.rfc3161Timestamps`, { removed: 'E_TIMESTAMP', emptied: 'E_TIMESTAMP' }],
  ],
}
