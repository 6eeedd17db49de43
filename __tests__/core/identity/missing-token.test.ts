/* Shows what a job without a token is told: another way out for each of three causes. */
import { expect, it } from '@jest/globals'
import { missingToken } from '../../../src/core/identity/missing-token.ts'
import type { Job } from '../../../src/core/types.ts'

const job: Job = {
  ...{ repository: 'octo/repo', sha: 'c0ffee', runId: '7', runAttempt: 2, eventName: 'push' },
  ...{ serverUrl: 'https://github.com', apiUrl: 'https://api.github.com', workspace: '/w', temporaryDirectory: '/t' },
  offersToken: false,
}

it('a job that GitHub would give one is told the permission to add', () => {
  const refusal = missingToken(job)
  expect(refusal.code).toBe('E_OIDC_PERMISSION')
  expect(refusal.message).toContain('permission')
  expect(refusal.fix).toMatch(/^ {6}id-token: write/m)
})

it.each(['fork', 'dependabot'] as const)('a run of %s is told how to pass over it', (withoutToken) => {
  const refusal = missingToken({ ...job, withoutToken })
  expect(refusal.code).toBe('E_OIDC_PERMISSION')
  expect(refusal.message).toMatch(new RegExp(withoutToken, 'i'))
  expect(refusal.fix).toContain('on-missing-token: skip')
  expect(refusal.fix).not.toContain('id-token')
})
