/*
 * Owns the story of a verifying run, top to bottom: what is asked, what it is judged by, the judgement of each file, and
 * only then a word of success. Must not know any library, nor have a way past a check.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { logUrlOf, readTrustedRoot } from './bundle/trusted-root.ts'
import { checkBundle, verifyBundle } from './bundle/verify-bundle.ts'
import { aboutFile } from './files/file-error.ts'
import { withContent } from './files/small-content.ts'
import { assertSelectionUnchanged, placesOf, selectSubjects } from './selection/select-subjects.ts'
import type { OpenHashPool } from './hashing/hasher.ts'
import { loadTrust } from './services/load-services.ts'
import { ActionError } from './shared/errors.ts'
import { beside } from './shared/parallel.ts'
import { comparisonOf } from './verifying/comparison.ts'
import { digestSubjects, type DigestedSubject } from './verifying/digest-subjects.ts'
import { alsoUnsaid, missingPolicy } from './verifying/missing-policy.ts'
import { readMaterials } from './verifying/signature-material.ts'
import { wantedPolicy, type WantedPolicy } from './verifying/wanted-policy.ts'
import type {
  DigestedMessage,
  MatchPattern,
  Tools,
  Trusted,
  TrustedRootProvider,
  VerificationEngine,
  VerifiedSubject,
  VerifyInputs,
  VerifyResult,
} from './types.ts'

/** VerifyPorts is everything outside that a run uses. */
export interface VerifyPorts {
  readonly workspace: string
  readonly inputs: VerifyInputs
  readonly tools: Tools
  /** Told what was verified, after the last check of the last file. */
  readonly report: (result: VerifyResult) => Promise<void>
  /** Undefined where the files are names and never patterns. */
  readonly matchPattern: MatchPattern | undefined
  readonly openHashPool: OpenHashPool
  readonly trust: TrustedRootProvider
  readonly loadEngine: () => Promise<VerificationEngine>
}

/**
 * runVerify verifies what the inputs name. Resolves only when every check of every file has passed; throws E_INPUT*,
 * E_FILE_*, E_DIGEST_MISMATCH, E_BUNDLE_*, E_*_FILE, E_TUF_*, E_TRUSTED_ROOT, E_POLICY_MISSING and what verifyBundle throws.
 */
export async function runVerify(ports: VerifyPorts, signal: AbortSignal): Promise<void> {
  const { inputs, tools, workspace } = ports
  const { log } = tools
  const wanted = wantedPolicy(inputs.signer)
  const selection = await selectSubjects(inputs, workspace, { log, matchPattern: ports.matchPattern }, 'verifying')
  const materials = await readMaterials(placesOf(selection), inputs, workspace)
  const [trusted, digested] = await beside(
    signal,
    () => withUnsaid(wanted, () => loadTrusted(tools, ports.trust, ports.loadEngine)),
    (stop) => digestSubjects(selection, materials, { log, openHashPool: ports.openHashPool }, stop),
  )
  const subjects: VerifiedSubject[] = []
  for (const one of digested) {
    // The checks of one bundle take tens of milliseconds of this thread: a cancellation must get its turn.
    await nextTurn()
    const message = await withContent(one.subject, one.digest, { signal })
    signal.throwIfAborted()
    subjects.push(judgeSubject(one, message, wanted, trusted))
  }
  await assertSelectionUnchanged(selection, 'verifying')
  const result = describeVerified(subjects, wanted, ports)
  await ports.report(result)
}

/** Trust can take a minute to fail: who was not told meanwhile what else is missing would wait once more. */
async function withUnsaid<T>(wanted: WantedPolicy, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    throw error instanceof ActionError && 'missing' in wanted ? alsoUnsaid(error, wanted.missing) : error
  }
}

async function loadTrusted(
  tools: Tools,
  trust: TrustedRootProvider,
  loadEngine: () => Promise<VerificationEngine>,
): Promise<Trusted> {
  const trustedRoot = readTrustedRoot(await loadTrust(tools, (signal) => trust.load(signal)))
  const { bundleVerifier, readCertificate } = await loadEngine()
  return { trustedRoot, verifier: bundleVerifier(trustedRoot), readCertificate }
}

function judgeSubject(
  { subject, bundle, bundlePath }: DigestedSubject,
  message: DigestedMessage,
  wanted: WantedPolicy,
  trusted: Trusted,
): VerifiedSubject {
  return aboutFile(subject.name, () => {
    if ('policy' in wanted) {
      const verified = verifyBundle(bundle, message, trusted, wanted.policy)
      const [entry] = verified.logEntries
      return { ...subject, bundlePath, verified, logUrl: entry ? logUrlOf(trusted.trustedRoot, entry) : '' }
    }
    throw missingPolicy(checkBundle(bundle, message, trusted).certificate, wanted.missing)
  })
}

function describeVerified(
  subjects: readonly VerifiedSubject[],
  wanted: WantedPolicy,
  { inputs, workspace }: Pick<VerifyPorts, 'inputs' | 'workspace'>,
): VerifyResult {
  const [first, ...rest] = subjects
  if (first !== undefined && 'policy' in wanted) {
    return { subjects: [first, ...rest], comparison: comparisonOf(inputs, wanted.policy, subjects), workspace }
  }
  throw new ActionError('E_INPUT_FILES', 'There is nothing to verify', {
    fix: ({ input }) => `name files in ${input('files')} or ${input('checksums')}`,
  })
}
