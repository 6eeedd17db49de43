/* Shows what happens where the runner offers no token: which cause is told, and whether the run fails or is passed over. */
import { describe, expect, it } from '@jest/globals'
import { missingToken, skippedRun } from '../../../src/core/identity/missing-token.ts'

const jobOf = (withoutToken?: 'fork' | 'dependabot') => ({
  offersToken: false,
  ...(withoutToken === undefined ? {} : { withoutToken }),
})

describe('missingToken', () => {
  it.each([
    [undefined, /^This job has no permission/, /^add 'permissions: id-token: write' to THIS job[^]*permissions: \{\}/],
    ['fork', /pull requests from forks/, /on-missing-token: skip/],
    ['dependabot', /Dependabot/, /on-missing-token: skip/],
  ] as const)('tells the cause %s apart', (withoutToken, message, fix) => {
    expect(missingToken(jobOf(withoutToken))).toMatchObject({
      code: 'E_OIDC_PERMISSION',
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    })
  })
})

describe('a run without a token', () => {
  const noPermission = expect.objectContaining({ code: 'E_OIDC_PERMISSION' })

  it.each(['fork', 'dependabot'] as const)('is passed over with a warning on %s, as asked', (withoutToken) => {
    expect(skippedRun(jobOf(withoutToken), { onMissingToken: 'skip' })).toMatch(/^Nothing was signed: /)
  })

  it.each(['fork', 'dependabot'] as const)('fails on %s unless asked', (withoutToken) => {
    expect(() => skippedRun(jobOf(withoutToken), { onMissingToken: 'fail' })).toThrow(noPermission)
  })

  it('fails for want of the permission, whatever was asked', () => {
    expect(() => skippedRun(jobOf(), { onMissingToken: 'skip' })).toThrow(noPermission)
  })

  it('is none where the runner offers one', () => {
    expect(skippedRun({ offersToken: true, withoutToken: 'fork' }, { onMissingToken: 'fail' })).toBeUndefined()
  })
})
