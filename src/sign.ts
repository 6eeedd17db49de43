/*
 * Owns the wiring of the sign action: the runner's inputs and services to the story. Must not decide anything.
 */
import { artifactStore } from './adapters/artifact/artifact-store.ts'
import { matchPattern } from './adapters/glob.ts'
import { runAction } from './adapters/runner/run-action.ts'
import { tokenEndpoint } from './adapters/runner/token-endpoint.ts'
import { trustProvider } from './adapters/sigstore/trust-provider.ts'
import { parseSignInputs, unknownInputs } from './core/inputs/sign-inputs.ts'
import { notSigned } from './core/reporting/sign-report.ts'
import { runSign } from './core/run-sign.ts'
import { callPolicies, retrying, systemClock } from './core/services/retry.ts'
import { display } from './core/shared/display.ts'

runAction(async (runner, signal) => {
  const { job, log } = runner
  runner.setOutputs(notSigned)
  for (const name of unknownInputs(runner.inputNames)) log.warning(`Unknown input '${display(name)}' is ignored`)
  const inputs = parseSignInputs(runner.readInput)
  const { url = '', bearer = '' } = runner.tokenRequest ?? {}
  const options = { ...job, rekorVersion: inputs.rekorVersion, timeout: callPolicies.trustRoot.perTry }
  await runSign(
    {
      ...runner,
      inputs,
      clock: systemClock,
      call: retrying(log, signal),
      matchPattern,
      identity: tokenEndpoint(url, bearer, runner.mask),
      trust: trustProvider(inputs.trustSource, options),
      loadEngine: () => import('./adapters/sigstore/engine.ts'),
      artifacts: artifactStore(job),
    },
    signal,
  )
})
