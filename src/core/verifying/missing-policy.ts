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
  const inputs = missing.map((input) => `'${input}'`).join(', ')
  return new ActionError(
    'E_POLICY_MISSING',
    `Nothing says who must have signed it: ${inputs} not set. Its bundle holds together and names ` +
      `identity '${display(identity, 1000)}', issuer '${display(issuer)}', ${source}, ${at}`,
    { fix: `if this is the signer that you expect, add under \`with:\`\n${linesToAdd(identity, issuer, repository)}` },
  )
}

/** The ref's tag is what changes from release to release, so it is given apart where the identity is a workflow's. */
function linesToAdd(identity: string, issuer: string, repository: string | undefined): string {
  const found = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@(.+)$/.exec(identity)
  const [, owner = '', workflow = '', ref = ''] = found ?? []
  const source = repository?.replace(/^https:\/\/[^/]+\//, '') ?? owner
  const signer =
    found === null
      ? [line('identity', identity), ...(repository === undefined ? [] : [line('repository', source)])]
      : source === owner
        ? [line('repository', source), line('workflow', workflow), line('ref', ref)]
        : [
            line('repository', source),
            line('signer-workflow', `${owner}/.github/workflows/${workflow}`),
            line('ref', ref),
          ]
  return [...signer, ...(issuer === GITHUB_ISSUER ? [] : [line('issuer', issuer)])].join('\n')
}

function line(name: string, value: string): string {
  return `  ${name}: '${display(value, 1000).replaceAll("'", "''")}'`
}
