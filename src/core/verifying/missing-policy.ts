/*
 * Owns the refusal when nobody said who must have signed: it tells whom the bundle names and the lines to add. Must not
 * accept anybody.
 */
import { extensionNumber, extensionValue, soleIdentity, soleIssuer, sourceRepository } from '../bundle/certificate.ts'
import { repositoryOf, workflowIdentity } from '../bundle/workflow-identity.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { GITHUB, GITHUB_ISSUER } from '../shared/public-instances.ts'
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
      `${unsaid(missing, input)}. Its bundle holds together and names ` +
      `identity '${display(identity, 1000)}', issuer '${display(issuer)}', ${source}, ${at}`,
    {
      fix: ({ settings }) =>
        `if this is the signer that you expect, ${settings(signerOf(identity, issuer, repository).map(harmless))}`,
    },
  )
}

/** alsoUnsaid returns a failure from before any bundle could be judged, telling `missing`, the inputs to add, as well. */
export function alsoUnsaid(failure: ActionError, missing: readonly string[]): ActionError {
  return failure.retold((message, { input }) => `${message}. ${unsaid(missing, input)}`)
}

function unsaid(missing: readonly string[], input: (name: string) => string): string {
  const list = missing.map(input).join(' and ')
  if (!missing.includes('identity')) return `Too little is said of who must have signed it: ${list} must be given, too`
  const others = `${input('repository')}, ${input('workflow')} and ${input('ref')}`
  return `Nothing says who must have signed it: give ${list}, or ${others}`
}

type Setting = readonly [input: string, value: string]

/** The ref's tag is what changes from release to release, so it is given apart where the identity is a workflow's. */
function signerOf(identity: string, issuer: string, repository: string | undefined): readonly Setting[] {
  const source = repository === undefined ? undefined : repositoryOf(repository)
  const signer = workflowSettings(identity, source) ?? [
    ['identity', identity],
    ...(source === undefined ? [] : [['repository', source] as const]),
  ]
  return issuer === GITHUB_ISSUER ? signer : [...signer, ['issuer', issuer]]
}

function workflowSettings(identity: string, source: string | undefined): readonly Setting[] | undefined {
  const signer = workflowIdentity(identity)
  if (signer?.server !== GITHUB) return undefined
  const { repository, file, ref } = signer
  const isCallers = source === undefined || source === repository
  return [
    ['repository', source ?? repository],
    isCallers ? ['workflow', file] : ['signer-workflow', `${repository}/.github/workflows/${file}`],
    ['ref', ref],
  ]
}

function harmless([input, value]: Setting): Setting {
  return [input, display(value, 1000)]
}
