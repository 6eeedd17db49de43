/*
 * Owns the names, defaults and rules of the verify action's inputs. Throws on the first value that makes no sense. Must
 * not touch the disk, nor know whether what is said of the signer is enough.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { GITHUB_ISSUER } from '../shared/public-instances.ts'
import type { Text } from '../shared/wording.ts'
import { wantedFiles, refuseTufBeside, tufSource } from './common-inputs.ts'
import { booleanValue, inputError, lineValues, optionalValue } from './input-values.ts'
import type { ReadInput, ReadLines, TrustedRootSource, VerifyInputs, WantedSigner } from '../types.ts'

/** verifyInputNames lists every input of verify/action.yml, in its order. */
export const verifyInputNames = [
  'files',
  'bundle',
  'checksums',
  'signature',
  'certificate',
  'identity',
  'repository',
  'workflow',
  'signer-workflow',
  'ref',
  'issuer',
  'source-ref',
  'source-digest',
  'environment',
  'runner-environment',
  'trusted-root',
  'tuf-url',
  'tuf-root',
  'summary',
] as const

const NAME = '[A-Za-z0-9._-]+'
const WORKFLOW_FILE = String.raw`[^/@*\s]+\.ya?ml`
const WORKFLOW_PATH = String.raw`\.github/workflows/${WORKFLOW_FILE}`

interface Form {
  readonly pattern: RegExp
  readonly is: string
}

/** What the parts of an identity look like. A star is in none but the ref's, so that a pattern is never taken for a text. */
const forms = {
  identity: { pattern: /^[^\s*]+$/, is: 'one whole identity, without white space and `*`' },
  repository: { pattern: new RegExp(`^${NAME}/${NAME}$`), is: 'OWNER/REPO' },
  workflow: {
    pattern: new RegExp(`^(?:${WORKFLOW_PATH}|${WORKFLOW_FILE})$`),
    is: 'the name of a file under .github/workflows/, such as release.yml, not the name that GitHub shows for it, and without a ref',
  },
  'signer-workflow': {
    pattern: new RegExp(`^${NAME}/${NAME}/${WORKFLOW_PATH}$`),
    is: 'OWNER/REPO/.github/workflows/FILE.yml, without a ref',
  },
  ref: {
    pattern: /^(?:refs\/\S+|[0-9a-f]{40})$/,
    is: 'a whole ref such as refs/tags/v1.2.3 or refs/tags/v*, or a commit',
  },
  issuer: { pattern: /^https?:\/\/[^\s*]+$/, is: 'the whole URL of an OIDC issuer' },
  'source-ref': { pattern: /^refs\/[^\s*]+$/, is: 'a whole ref such as refs/tags/v1.2.3, without `*`' },
  'source-digest': {
    pattern: /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/,
    is: 'a whole commit, 40 or 64 hex digits in lower case',
  },
  environment: { pattern: /^[^\r\n]+$/, is: 'the name of one environment' },
  'runner-environment': { pattern: /^[^\s*]+$/, is: 'github-hosted or self-hosted' },
} as const satisfies Readonly<Record<string, Form>>

/**
 * parseVerifyInputs returns the verify action's inputs as checked values; `read` returns '' for what is not set, `lines` the
 * values of an input that takes several: its lines, unless said. Throws E_INPUT_FILES when there is nothing to verify, E_INPUT
 * for any other value.
 */
export function parseVerifyInputs(read: ReadInput, lines: ReadLines = (name) => lineValues(read, name)): VerifyInputs {
  const wanted = wantedFiles(read, lines('files'))
  return {
    ...wanted,
    bundles: lines('bundle'),
    signatures: lines('signature'),
    certificates: lines('certificate'),
    signer: parseSigner(read),
    trustSource: parseTrustedRootSource(read),
    summary: booleanValue(read, 'summary', true),
  }
}

function parseSigner(read: ReadInput): WantedSigner {
  const value = (name: keyof typeof forms): string | undefined => formedValue(read, name)
  const signer = {
    identity: value('identity'),
    repository: value('repository'),
    workflow: value('workflow'),
    signerWorkflow: value('signer-workflow'),
    ref: value('ref'),
    issuer: value('issuer') ?? GITHUB_ISSUER,
    sourceRef: value('source-ref'),
    sourceDigest: value('source-digest'),
    environment: value('environment'),
    runnerEnvironment: value('runner-environment'),
  }
  refuseTogether(
    ['identity', ['workflow', signer.workflow], ['signer-workflow', signer.signerWorkflow], ['ref', signer.ref]],
    signer.identity,
  )
  refuseTogether(['signer-workflow', ['workflow', signer.workflow]], signer.signerWorkflow)
  if (value('issuer') === undefined) refuseNoWorkflow(signer.identity)
  if (signer.issuer === GITHUB_ISSUER) refuseNoRunner(signer.runnerEnvironment)
  return signer
}

/** GitHub vouches for workflows alone. A comparison with anything else could only fail, and look like a file that is bad. */
function refuseNoWorkflow(identity: string | undefined): void {
  if (identity === undefined || /^https:\/\/[^/@]+\/[^@]+@./.test(identity)) return
  const fix: Text = ({ input }) =>
    `give ${input('identity')} as https://github.com/OWNER/REPO/.github/workflows/FILE.yml@REF; ` +
    `for a signer who is no workflow of GitHub, give ${input('issuer')}, too`
  throw inputError('identity', identity, "must be a workflow's, with its ref, where no issuer is given", fix)
}

function refuseNoRunner(environment: string | undefined): void {
  if (environment === undefined || ['github-hosted', 'self-hosted'].includes(environment)) return
  const { is } = forms['runner-environment']
  throw inputError(
    'runner-environment',
    environment,
    `must be ${is}`,
    ({ input }) => `give ${input('runner-environment')} as ${is}`,
  )
}

type Rivals = readonly [string, ...(readonly [string, string | undefined])[]]

function refuseTogether([name, ...others]: Rivals, value: string | undefined): void {
  const rival = value === undefined ? undefined : others.find(([, other]) => other !== undefined)
  if (rival === undefined) return
  const both = [name, rival[0]]
  throw new ActionError(
    'E_INPUT',
    ({ input }) => `Both ${both.map(input).join(' and ')} say which workflow must have signed`,
    { fix: ({ input }) => `leave out ${both.map(input).join(' or ')}` },
  )
}

function formedValue(read: ReadInput, name: keyof typeof forms): string | undefined {
  const value = optionalValue(read, name)
  const { pattern, is } = forms[name]
  if (value === undefined || pattern.test(value)) return value
  if ((name === 'ref' || name === 'source-ref') && isShortRef(value)) throw shortRef(name, value)
  const hasStar = value.includes('*') && name !== 'ref'
  const fix: Text = ({ input }) =>
    `give ${input(name)} as ${is}${hasStar ? `; only ${input('ref')} may hold a star` : ''}`
  throw inputError(name, value, `must be ${is}`, fix)
}

/** What a tag or a branch is called by people; no short commit. */
function isShortRef(value: string): boolean {
  return /^(?!refs\/)[\w.][^\s*]*$/.test(value) && !/^[0-9a-f]{7,64}$/.test(value)
}

function shortRef(name: 'ref' | 'source-ref', value: string): ActionError {
  const [tag, branch] = [`refs/tags/${display(value)}`, `refs/heads/${display(value)}`]
  return inputError(
    name,
    value,
    'must be a whole ref',
    ({ input }) => `write ${input(name)} as ${tag}, or for a branch as ${branch}`,
  )
}

function parseTrustedRootSource(read: ReadInput): TrustedRootSource {
  const trustedRoot = optionalValue(read, 'trusted-root')
  const tuf = tufSource(read)
  if (trustedRoot === undefined) return tuf
  refuseTufBeside(tuf, ['trusted-root'])
  return { kind: 'files', trustedRoot }
}
