/*
 * Owns the wiring of the verify action: the runner's inputs and the trusted root to the story. Must not decide anything.
 */
import { matchPattern } from './adapters/glob.ts'
import { runAction } from './adapters/runner/run-action.ts'
import { trustedRootProvider } from './adapters/trust/trust-provider.ts'
import { hashPool } from './core/hashing/hash-pool.ts'
import { checkInputNames } from './core/inputs/common-inputs.ts'
import { parseVerifyInputs, verifyInputNames } from './core/inputs/verify-inputs.ts'
import { actionReport } from './core/reporting/verify-action-report.ts'
import { notVerified } from './core/reporting/verify-report.ts'
import { runVerify } from './core/run-verify.ts'
import { LONGEST_TUF_REQUEST, retrying, systemClock } from './core/services/retry.ts'

runAction(async ({ job, log, report, inputNames, readInput }, signal) => {
  report.setOutputs(notVerified)
  checkInputNames(inputNames, verifyInputNames, log)
  const inputs = parseVerifyInputs(readInput)
  const { workspace, temporaryDirectory } = job
  const timeout = LONGEST_TUF_REQUEST
  await runVerify(
    {
      workspace,
      inputs,
      tools: { log, clock: systemClock, call: retrying(log, signal) },
      report: actionReport(log, report, inputs),
      matchPattern,
      openHashPool: hashPool,
      trust: trustedRootProvider(inputs.trustSource, { workspace, temporaryDirectory, timeout }),
      loadEngine: () => import('./adapters/sigstore/verification-engine.ts'),
    },
    signal,
  )
})
