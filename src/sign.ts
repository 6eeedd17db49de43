/*
 * Owns the wiring of the sign action: the runner's inputs and services to the story. Must not decide anything.
 */
import { artifactStore } from './adapters/artifact/artifact-store.ts'
import { matchPattern } from './adapters/glob.ts'
import { runAction } from './adapters/runner/run-action.ts'
import { tokenEndpoint } from './adapters/runner/token-endpoint.ts'
import { trustProvider } from './adapters/trust/trust-provider.ts'
import { hashPool } from './core/hashing/hash-pool.ts'
import { checkInputNames } from './core/inputs/common-inputs.ts'
import { parseSignInputs, signInputNames } from './core/inputs/sign-inputs.ts'
import { notSigned } from './core/reporting/sign-report.ts'
import { runSign } from './core/run-sign.ts'
import { LONGEST_TUF_REQUEST, retrying, systemClock } from './core/services/retry.ts'

runAction(async ({ job, log, report, inputNames, readInput, tokenRequest, mask }, signal) => {
  report.setOutputs(notSigned)
  const token = readInput('github-token')
  if (token !== '') mask(token)
  checkInputNames(inputNames, signInputNames, log)
  const inputs = parseSignInputs(readInput)
  const { url = '', bearer = '' } = tokenRequest ?? {}
  const { workspace, temporaryDirectory } = job
  const timeout = LONGEST_TUF_REQUEST
  await runSign(
    {
      job,
      inputs,
      tools: { log, clock: systemClock, call: retrying(log, signal) },
      report,
      matchPattern,
      openHashPool: hashPool,
      trust: trustProvider(inputs.trustSource, {
        workspace,
        temporaryDirectory,
        timeout,
        rekorVersion: inputs.rekorVersion,
      }),
      loadEngine: () => import('./adapters/sigstore/signing-engine.ts'),
      identity: tokenEndpoint(url, bearer, mask),
      artifacts: artifactStore(job),
      loadReleases: async () => {
        const { releaseStore } = await import('./adapters/github/release-store.ts')
        return releaseStore({ apiUrl: job.apiUrl, serverUrl: job.serverUrl, repository: job.repository, token })
      },
    },
    signal,
  )
})
