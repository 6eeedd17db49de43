/*
 * Owns the refusal when nobody said who must have signed: it tells whom the bundle names and the lines to add. Must not
 * accept anybody.
 */
import { extensionNumber, extensionValue, soleIdentity, soleIssuer, sourceRepository } from '../bundle/certificate.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { GITHUB_ISSUER } from '../shared/public-instances.ts'
import type { Certificate } from '../types.ts'

/** missingPolicy returns E_POLICY_MISSING for a bundle that holds together; `missing` are the inputs to add. */
export function missingPolicy(certificate: Certificate, missing: readonly string[]): ActionError {
  const [identity, issuer] = [soleIdentity(certificate), soleIssuer(certificate)]
  const repository = sourceRepository(certificate)
  const ref = extensionValue(certificate, extensionNumber.sourceRef)
  const source = repository === undefined ? 'no source repository' : `source repository '${display(repository, 1000)}'`
  const at = ref === undefined ? 'no ref' : `ref '${display(ref)}'`
  return new ActionError(
    'E_POLICY_MISSING',
    ({ input }) =>
      `Nothing says who must have signed it: ${missing.map(input).join(', ')} not set. Its bundle holds together and names ` +
      `identity '${display(identity, 1000)}', issuer '${display(issuer)}', ${source}, ${at}`,
    {
      fix: ({ settings }) =>
        `if this is the signer that you expect, ${settings(signerOf(identity, issuer, repository).map(harmless))}`,
    },
  )
}

type Setting = readonly [input: string, value: string]

/** The ref's tag is what changes from release to release, so it is given apart where the identity is a workflow's. */
function signerOf(identity: string, issuer: string, repository: string | undefined): readonly Setting[] {
  const found = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@(.+)$/.exec(identity)
  const [, owner = '', workflow = '', ref = ''] = found ?? []
  const source = repository?.replace(/^https:\/\/[^/]+\//, '') ?? owner
  const signer: readonly Setting[] =
    found === null
      ? [['identity', identity], ...(repository === undefined ? [] : [['repository', source] as const])]
      : [
          ['repository', source],
          source === owner ? ['workflow', workflow] : ['signer-workflow', `${owner}/.github/workflows/${workflow}`],
          ['ref', ref],
        ]
  return issuer === GITHUB_ISSUER ? signer : [...signer, ['issuer', issuer]]
}

function harmless([input, value]: Setting): Setting {
  return [input, display(value, 1000)]
}
