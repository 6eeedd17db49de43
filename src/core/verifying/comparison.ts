/*
 * Owns the account of what a run compared, and of what it did not because an input says nothing: an expression that comes out
 * empty must not drop a check unseen. Must not compare anything itself.
 */
import { sourceRepository } from '../bundle/certificate.ts'
import type { Policy } from '../bundle/policy.ts'
import type { ComparedItem, Comparison, VerifiedSubject, VerifyInputs } from '../types.ts'

/** comparisonOf returns what was compared to verify the subjects, every one by the same inputs and policy. */
export function comparisonOf(
  inputs: VerifyInputs,
  policy: Policy,
  subjects: readonly Pick<VerifiedSubject, 'path' | 'verified'>[],
): Comparison {
  const { signer, checksums, signatures, certificates } = inputs
  const byDigest = subjects.every(({ path }) => path === undefined)
  const optional = [
    { input: 'checksums', isSet: checksums !== undefined, name: 'the digests in the checksum list' },
    { input: 'signature', isSet: signatures.length > 0, name: 'the .sig files' },
    { input: 'certificate', isSet: certificates.length > 0, name: 'the .pem files' },
  ]
  const extensions = [
    { input: 'source-ref', isSet: signer.sourceRef !== undefined },
    { input: 'source-digest', isSet: signer.sourceDigest !== undefined },
    { input: 'environment', isSet: signer.environment !== undefined },
    { input: 'runner-environment', isSet: signer.runnerEnvironment !== undefined },
  ]
  return {
    byDigest,
    items: [
      ...(byDigest ? [] : [{ name: "the files' digests" }]),
      ...optional.filter(({ isSet }) => isSet).map(({ name }) => ({ name })),
      { name: 'identity', value: policy.ref === undefined ? policy.identity : `${policy.identity}@${policy.ref}` },
      { name: 'issuer', value: policy.issuer },
      repositoryItem(policy, subjects),
      ...policy.extensions.map(({ name, value }) => ({ name, value })),
    ],
    unset: [...optional, ...extensions].filter(({ isSet }) => !isSet).map(({ input }) => input),
  }
}

function repositoryItem(
  { sourceRepository: value }: Policy,
  subjects: readonly Pick<VerifiedSubject, 'verified'>[],
): ComparedItem {
  if (value === undefined) return { name: 'that no source repository is named' }
  const named = subjects.every(({ verified }) => sourceRepository(verified.certificate) !== undefined)
  return { name: named ? 'source repository' : 'source repository, where a certificate names one', value }
}
