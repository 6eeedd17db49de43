import { expect, it } from '@jest/globals'
import { ActionError } from '../../../src/core/shared/errors.ts'

it('carries code, fix and cause beside its message', () => {
  const cause = new Error('below')
  const error = new ActionError('E_INPUT', 'above', { fix: 'do this', cause })
  expect({ ...error, message: error.message, cause: error.cause }).toMatchObject({
    code: 'E_INPUT',
    fix: 'do this',
    message: 'above',
    cause,
  })
})
