/*
 * Owns the story of a verifying run, top to bottom: what is asked, what it is judged by, the judgement of each file, and
 * only then a word of success. Must not know any library, nor have a way past a check.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { readTrustedRoot } from './bundle/trusted-root.ts'
import { checkBundle, verifyBundle } from './bundle/verify-bundle.ts'
import { assertUnchanged } from './files/file-change.ts'
import { aboutFile } from './files/file-error.ts'
import { selectSubjects } from './files/select-subjects.ts'
import { verifyLines, verifyOutputs, verifySummary, type VerifyOutputs } from './reporting/verify-report.ts'
import { loadTrust } from './services/load-services.ts'
import { ActionError } from './shared/errors.ts'
import { digestSubjects, type DigestedSubject } from './verifying/digest-subjects.ts'
import { missingPolicy } from './verifying/missing-policy.ts'
import { readMaterials } from './verifying/signature-material.ts'
import { wantedPolicy, type WantedPolicy } from './verifying/wanted-policy.ts'
import type {
  Caller,
  Clock,
  Job,
  Log,
  MatchPattern,
  Trusted,
  TrustedRootProvider,
  VerificationEngine,
  VerifiedSubject,
  Verifying,
  VerifyInputs,
} from './types.ts'

/** VerifyPorts is everything outside that a run uses. */
export interface VerifyPorts {
  readonly job: Pick<Job, 'workspace'>
  readonly inputs: VerifyInputs
  readonly log: Log
  readonly clock: Clock
  readonly call: Caller
  readonly matchPattern: MatchPattern
  readonly trust: TrustedRootProvider
  readonly loadEngine: () => Promise<VerificationEngine>
  setOutputs(outputs: VerifyOutputs): void
  writeSummary(markdown: string): Promise<void>
}

/**
 * runVerify verifies what the inputs name. Resolves only when every check of every file has passed; throws E_INPUT*,
 * E_FILE_*, E_DIGEST_MISMATCH, E_BUNDLE_*, E_*_FILE, E_TUF_*, E_TRUSTED_ROOT, E_POLICY_MISSING and what verifyBundle throws.
 */
export async function runVerify(ports: VerifyPorts, signal: AbortSignal): Promise<void> {
  const { inputs, log } = ports
  const { workspace } = ports.job
  const wanted = wantedPolicy(inputs.signer)
  const selection = await selectSubjects(inputs, workspace, ports)
  const materials = await readMaterials(selection.places, inputs, workspace)
  if (selection.files.length === 0) log.info('Verifying by digest: this job does not read the files')
  const [trusted, digested] = await Promise.all([loadTrusted(ports), digestSubjects(selection, materials, log, signal)])
  const subjects: VerifiedSubject[] = []
  for (const one of digested) {
    // The checks of one bundle take tens of milliseconds of this thread: a cancellation must get its turn.
    await nextTurn()
    signal.throwIfAborted()
    subjects.push(judge(one, wanted, trusted))
  }
  for (const file of selection.files) await assertUnchanged(file, 'verifying')
  const verifying = describeVerifying(subjects, workspace)
  for (const line of verifyLines(verifying)) log.info(line)
  ports.setOutputs(verifyOutputs(verifying))
  if (inputs.summary) await ports.writeSummary(verifySummary(verifying))
}

async function loadTrusted(ports: VerifyPorts): Promise<Trusted> {
  const trustedRoot = readTrustedRoot(await loadTrust(ports, (signal) => ports.trust.load(signal)))
  const { bundleEngine, readCertificate } = await ports.loadEngine()
  return { trustedRoot, engine: bundleEngine(trustedRoot), readCertificate }
}

function judge(
  { subject, digest, bundle, bundlePath }: DigestedSubject,
  wanted: WantedPolicy,
  trusted: Trusted,
): VerifiedSubject {
  return aboutFile(subject.name, () => {
    if ('policy' in wanted) {
      return { ...subject, bundlePath, verified: verifyBundle(bundle, digest, { ...trusted, policy: wanted.policy }) }
    }
    throw missingPolicy(checkBundle(bundle, digest, trusted).certificate, wanted.missing)
  })
}

function describeVerifying([first, ...rest]: readonly VerifiedSubject[], workspace: string): Verifying {
  if (first !== undefined) return { subjects: [first, ...rest], workspace }
  throw new ActionError('E_INPUT_FILES', 'There is nothing to verify', { fix: 'name files in `files` or `checksums`' })
}
