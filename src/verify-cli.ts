#!/usr/bin/env node
/*
 * Owns the wiring of keyless-verify: a command line and the trusted root to the story. Must not decide anything, nor import
 * anything but statically, since it is built into one file.
 */
import * as engine from './adapters/sigstore/verification-engine.ts'
import { trustedRootProvider } from './adapters/trust/trust-provider.ts'
import { runCommand } from './adapters/terminal/run-command.ts'
import { noThreads } from './core/hashing/hasher.ts'
import { parseVerifyInputs } from './core/inputs/verify-inputs.ts'
import { runVerify } from './core/run-verify.ts'
import { LONGEST_TUF_REQUEST, retrying, systemClock } from './core/services/retry.ts'

runCommand(async ({ directory: workspace, temporaryDirectory, log, retries, readInput, readLines, report }, signal) => {
  const inputs = parseVerifyInputs(readInput, readLines)
  const timeout = LONGEST_TUF_REQUEST
  await runVerify(
    {
      workspace,
      inputs,
      tools: { log, clock: systemClock, call: retrying(retries, signal) },
      report,
      matchPattern: undefined,
      openHashPool: noThreads,
      trust: trustedRootProvider(inputs.trustSource, { workspace, temporaryDirectory, timeout }),
      loadEngine: () => Promise.resolve(engine),
    },
    signal,
  )
})
