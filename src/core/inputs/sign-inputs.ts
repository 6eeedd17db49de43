/*
 * Owns the names, defaults and rules of the sign action's inputs. Throws on the first value that makes no sense.
 * Must not touch the disk, the environment or the network: whether a file exists is found out later.
 */
import { ActionError } from '../shared/errors.ts'
import { wantedFiles, refuseTufBeside, tufSource } from './common-inputs.ts'
import { STAGING_TUF } from '../shared/public-instances.ts'
import {
  booleanValue,
  choiceValue,
  inputError,
  lineValues,
  optionalValue,
  positiveNumberValue,
  wholeNumberValue,
} from './input-values.ts'
import type { Identity, ReadInput, SignInputs, TrustSource, WantedChecksums, WantedRelease } from '../types.ts'

/** signInputNames lists every input of action.yml, in its order. */
export const signInputNames = [
  'files',
  'checksums',
  'output-directory',
  'write-checksums',
  'upload-artifact',
  'artifact-name',
  'runner-job-index',
  'retention-days',
  'release-tag',
  'release-id',
  'github-token',
  'expected-identity',
  'runner-workflow-ref',
  'allow-private-repository',
  'on-missing-token',
  'signing-config',
  'trusted-root',
  'staging',
  'tuf-url',
  'tuf-root',
  'rekor-version',
  'audience',
  'timeout-minutes',
  'dry-run',
  'summary',
] as const

const MINUTE = 60_000
const LONGEST_TIMEOUT_MINUTES = 360
const LONGEST_RETENTION_DAYS = 400
const HIGHEST_INDEX = 99_999
const HIGHEST_ID = 999_999_999_999_999
const SIGSTORE_AUDIENCE = 'sigstore'

/**
 * parseSignInputs returns the sign action's inputs as checked values; `read` returns '' for what is not set, and ''
 * means the default of action.yml. The token is not among them: only who talks to GitHub has it. Throws E_INPUT_FILES when there is nothing to sign, E_INPUT for any other value.
 */
export function parseSignInputs(read: ReadInput): SignInputs {
  const wanted = wantedFiles(read, lineValues(read, 'files'))
  const trustSource = parseTrustSource(read)
  return {
    ...wanted,
    outputDirectory: optionalValue(read, 'output-directory'),
    writeChecksums: parseWriteChecksums(read),
    uploadArtifact: booleanValue(read, 'upload-artifact', true),
    artifactName: optionalValue(read, 'artifact-name'),
    jobIndex: wholeNumberValue(read, 'runner-job-index', 0, HIGHEST_INDEX),
    retentionDays: wholeNumberValue(read, 'retention-days', 1, LONGEST_RETENTION_DAYS),
    release: parseRelease(read),
    expectedIdentity: parseIdentity(read, 'expected-identity'),
    runnerWorkflowRef: optionalValue(read, 'runner-workflow-ref'),
    allowPrivateRepository: booleanValue(read, 'allow-private-repository', false),
    onMissingToken: choiceValue(read, 'on-missing-token', 'fail', ['fail', 'skip']),
    trustSource,
    rekorVersion: parseRekorVersion(read),
    audience: parseAudience(read, trustSource),
    timeout: positiveNumberValue(read, 'timeout-minutes', 10, LONGEST_TIMEOUT_MINUTES) * MINUTE,
    dryRun: booleanValue(read, 'dry-run', false),
    summary: booleanValue(read, 'summary', true),
  }
}

/** parseWriteChecksums takes for a list's name only what every system and GitHub leave as it is. Throws E_INPUT. */
function parseWriteChecksums(read: ReadInput): WantedChecksums | undefined {
  const value = optionalValue(read, 'write-checksums')
  if (value === undefined) return undefined
  if (value === 'each') return { kind: 'each' }
  if (/^[\w+][\w.+-]{0,100}\w$/.test(value) && !/^(?:each|true|false)$|\.(?:sig|pem|sigstore\.json)$/i.test(value)) {
    return { kind: 'list', name: value }
  }
  throw inputError(
    'write-checksums',
    value,
    "must be 'each' or the name of a list",
    "give 'each' for a .sha256 file beside each signature, or a file name without directories such as SHA256SUMS",
  )
}

/** parseRelease returns how the release is named, or undefined where nothing is to be attached. Throws E_INPUT. */
function parseRelease(read: ReadInput): WantedRelease | undefined {
  const tag = optionalValue(read, 'release-tag')
  const id = wholeNumberValue(read, 'release-id', 1, HIGHEST_ID)
  if (tag !== undefined && id !== undefined) {
    throw new ActionError('E_INPUT', "Inputs 'release-tag' and 'release-id' are both set", {
      fix: "give one of them; 'release-id' where several drafts have the tag",
    })
  }
  if (id !== undefined) return { kind: 'id', id }
  if (tag?.includes('${{') === true) {
    const fix = 'write the expression where GitHub evaluates it, in the workflow file, or give the tag itself'
    throw inputError('release-tag', tag, 'must be a tag, not an expression that nobody has evaluated', fix)
  }
  return tag === undefined ? undefined : { kind: 'tag', tag }
}

/**
 * parseTrustSource returns where trusted root and signing config come from; the files exclude the TUF inputs, which
 * would have no effect beside them, and `staging` excludes all of these. Throws E_INPUT.
 */
function parseTrustSource(read: ReadInput): TrustSource {
  const trustedRoot = optionalValue(read, 'trusted-root')
  const signingConfig = optionalValue(read, 'signing-config')
  const tuf = tufSource(read)
  if (booleanValue(read, 'staging', false)) {
    const rival = ['signing-config', 'trusted-root', 'tuf-url', 'tuf-root'].find((name) => read(name).trim() !== '')
    if (rival === undefined) return { kind: 'tuf', url: STAGING_TUF, root: undefined }
    throw new ActionError('E_INPUT', `Inputs 'staging' and '${rival}' both say which Sigstore to use`, {
      fix: `leave out 'staging' or '${rival}'`,
    })
  }
  if (trustedRoot === undefined && signingConfig === undefined) return tuf
  if (trustedRoot === undefined || signingConfig === undefined) {
    const [given, missing] =
      trustedRoot === undefined ? ['signing-config', 'trusted-root'] : ['trusted-root', 'signing-config']
    throw new ActionError('E_INPUT', `Input '${given}' is set, but '${missing}' is not`, {
      fix: "set both 'trusted-root' and 'signing-config', or neither: then Sigstore's TUF repository gives them",
    })
  }
  refuseTufBeside(tuf, ['trusted-root', 'signing-config'])
  return { kind: 'files', trustedRoot, signingConfig }
}

function parseIdentity(read: ReadInput, name: string): Identity | undefined {
  const value = optionalValue(read, name)
  if (value === undefined) return undefined
  if (isIdentity(value)) return value
  throw inputError(
    name,
    value,
    'must be one identity without white space',
    "give 'expected-identity' as https://github.com/OWNER/REPO/.github/workflows/FILE.yml@REF",
  )
}

function isIdentity(value: string): value is Identity {
  return !/\s/.test(value)
}

function parseRekorVersion(read: ReadInput): 1 | 2 | undefined {
  const version = choiceValue(read, 'rekor-version', '', ['', '1', '2'])
  if (version === '') return undefined
  return version === '1' ? 1 : 2
}

function parseAudience(read: ReadInput, trustSource: TrustSource): string {
  const audience = optionalValue(read, 'audience') ?? SIGSTORE_AUDIENCE
  if (audience === SIGSTORE_AUDIENCE || trustSource.kind === 'files') return audience
  throw inputError(
    'audience',
    audience,
    "must be 'sigstore' unless 'signing-config' names another instance",
    "leave 'audience' out, or give 'signing-config' and 'trusted-root' of the instance that asks for it",
  )
}
