/*
 * Owns how what the inputs say of the signer becomes a policy, and when it is too little for one. Must not compare
 * anything with a certificate: bundle/policy.ts does.
 */
import { extensionNumber } from '../bundle/certificate.ts'
import type { Policy } from '../bundle/policy.ts'
import { serverOf, sourceInside } from '../bundle/workflow-identity.ts'
import { fulcioEncoded } from '../identity/claims.ts'
import { GITHUB } from '../shared/public-instances.ts'
import type { Issuer, WantedSigner } from '../types.ts'

/** WantedPolicy is a policy, or the names of the inputs that are missing for one. */
export type WantedPolicy = { readonly policy: Policy } | { readonly missing: readonly string[] }

/**
 * wantedPolicy returns the policy that the inputs make. The source repository is always compared; unless said, it is
 * the one inside the identity, for any repository can call a public reusable workflow and then carries its identity.
 */
export function wantedPolicy(wanted: WantedSigner): WantedPolicy {
  const { repository, ref, issuer } = wanted
  const rest = { issuer: issuer as Issuer, extensions: wantedExtensions(wanted) }
  if (wanted.identity !== undefined) {
    const { identity } = wanted
    return { policy: { ...rest, identity, sourceRepository: sourceOf(identity, repository) } }
  }
  const workflow = wanted.signerWorkflow ?? callersWorkflow(wanted)
  if (workflow === undefined || ref === undefined) return { missing: missingNames(wanted) }
  const identity = `${GITHUB}/${fulcioEncoded(workflow)}`
  const sourceRepository = sourceOf(identity, repository)
  return { policy: { ...rest, identity, ref: fulcioEncoded(ref), sourceRepository } }
}

function callersWorkflow({ repository, workflow }: WantedSigner): string | undefined {
  if (repository === undefined || workflow === undefined) return undefined
  return `${repository}/${workflow.includes('/') ? workflow : `.github/workflows/${workflow}`}`
}

function missingNames({ repository, workflow, signerWorkflow, ref }: WantedSigner): readonly string[] {
  const isSaid = repository !== undefined || workflow !== undefined || signerWorkflow !== undefined || ref !== undefined
  if (!isSaid) return ['identity']
  return [
    ...(signerWorkflow === undefined && repository === undefined ? ['repository'] : []),
    ...(signerWorkflow === undefined && workflow === undefined ? ['workflow'] : []),
    ...(ref === undefined ? ['ref'] : []),
  ]
}

/** The repository said, on the identity's host, else the one inside the identity. */
function sourceOf(identity: string, repository: string | undefined): string | undefined {
  return repository === undefined ? sourceInside(identity) : `${serverOf(identity) ?? GITHUB}/${repository}`
}

function wantedExtensions(wanted: WantedSigner): Policy['extensions'] {
  const all = [
    { name: 'source ref', number: extensionNumber.sourceRef, value: wanted.sourceRef },
    { name: 'source digest', number: extensionNumber.sourceDigest, value: wanted.sourceDigest },
    { name: 'environment', number: extensionNumber.environment, value: wanted.environment },
    { name: 'runner environment', number: extensionNumber.runnerEnvironment, value: wanted.runnerEnvironment },
  ]
  return all.flatMap(({ name, number, value }) => (value === undefined ? [] : [{ name, number, value }]))
}
