/*
 * Owns the door to everything that loads sigstore-js, so that an entry can load it while the files are being read.
 */
export { bundleVerifier } from './bundle-verifier.ts'
export { readCertificate } from './certificate.ts'
export { fulcio } from './fulcio.ts'
export { timestampAuthority } from './timestamp-authority.ts'
export { transparencyLog } from './transparency-log.ts'
