/*
 * Owns the command that verifies `.sig` and `.pem` without a bundle, for the signer that the inputs want. Must not run it.
 */
import type { Policy } from '../bundle/policy.ts'
import { repositoryOf, serverOf } from '../bundle/workflow-identity.ts'
import { signatureSuffixes } from '../files/signature-names.ts'
import { shellPath, shellWord } from '../commands/shell.ts'
import { cosignWithoutBundle } from '../commands/verify-commands.ts'
import { GITHUB } from '../shared/public-instances.ts'
import { wantedPolicy } from './wanted-policy.ts'
import type { WantedSigner } from '../types.ts'

/** onlineCommand returns one line of shell; what the inputs leave open stands in it in capitals. */
export function onlineCommand(
  file: string,
  detached: { readonly signature: string | undefined; readonly certificate: string | undefined },
  signer: WantedSigner,
): string {
  const wanted = wantedPolicy(signer)
  return cosignWithoutBundle({
    signature: shellPath(detached.signature ?? file + signatureSuffixes.signature),
    certificate: shellPath(detached.certificate ?? file + signatureSuffixes.certificate),
    policy: 'policy' in wanted ? policyFlags(wanted.policy) : ['--certificate-identity IDENTITY', issuerFlag(signer)],
    file: shellPath(file),
  }).join(' ')
}

function policyFlags({ identity, ref, issuer, sourceRepository: source = '' }: Policy): readonly string[] {
  const pin = `--certificate-github-workflow-repository ${shellWord(repositoryOf(source))}`
  return [identityFlag(identity, ref), issuerFlag({ issuer }), ...(serverOf(source) === GITHUB ? [pin] : [])]
}

/** A star in the ref is all that may be open; the expression holds everything else, from end to end. */
function identityFlag(identity: string, ref: string | undefined): string {
  if (ref === undefined) return `--certificate-identity ${shellWord(identity)}`
  const whole = `${identity}@${ref}`
  if (!ref.includes('*')) return `--certificate-identity ${shellWord(whole)}`
  const expression = whole.replace(/[^A-Za-z0-9/:_@*-]/g, '\\$&').replaceAll('*', '[^/]*')
  return `--certificate-identity-regexp ${shellWord(`^${expression}$`)}`
}

function issuerFlag({ issuer }: { readonly issuer: string }): string {
  return `--certificate-oidc-issuer ${shellWord(issuer)}`
}
