/*
 * Owns the door to the part of sigstore-js that verifying needs, so that the entry loads no client of any service.
 */
export { bundleVerifier } from './bundle-verifier.ts'
export { readCertificate } from './certificate.ts'
