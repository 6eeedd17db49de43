import { describe, expect, it } from '@jest/globals'
import { asActionError, causeLines, errorText } from '../../../src/core/reporting/error-text.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'

const token = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(40)}.${'c'.repeat(40)}`

describe('errorText', () => {
  it('has the code as title, and ends with the fix, whose lines it keeps', () => {
    const error = new ActionError('E_INPUT', 'this is wrong', { fix: 'write\n  a: b' })
    expect(errorText(error)).toEqual({ title: 'E_INPUT', body: 'this is wrong\nFix: write\n  a: b' })
  })

  it('keeps the fix within what the runner shows, however long the message is', () => {
    const { body } = errorText(new ActionError('E_INPUT', 'x\n'.repeat(9_000), { fix: 'do that' }))
    expect([body.length < 4_096, body.endsWith('\nFix: do that')]).toEqual([true, true])
  })

  it('shows no token and no command', () => {
    const error = new ActionError('E_INPUT', `got ${token}\n::error::x\n##[error]y`, { fix: token })
    expect(errorText(error).body).toBe('got [redacted]\n\\::error::x\n##\\[error]y\nFix: [redacted]')
  })
})

describe('asActionError', () => {
  it('leaves our own errors as they are', () => {
    const error = new ActionError('E_INPUT', 'x', { fix: 'y' })
    expect(asActionError(error)).toBe(error)
  })

  it.each([new TypeError('x is undefined'), 'a text', undefined, Object.create(null), { token }])(
    'makes an internal error of %p, without what is inside an object',
    (thrown: unknown) => {
      const error = asActionError(thrown)
      expect(error.code).toBe('E_INTERNAL')
      expect(error.message).not.toContain('eyJ')
    },
  )
})

describe('causeLines', () => {
  it('tell every cause and where the deepest came from, one line each, redacted', () => {
    const deepest = new Error(`bad\ntoken ${token}`)
    const error = new ActionError('E_INPUT', 'x', { fix: 'y', cause: new Error('between', { cause: deepest }) })
    const lines = causeLines(error)
    expect(lines.slice(0, 2)).toEqual(['caused by: Error: between', 'caused by: Error: bad\\ntoken [redacted]'])
    expect(lines.slice(2).join('\n')).toContain('error-text.test.ts')
    expect(lines.join()).not.toContain('eyJ')
  })

  it('end even when causes go round in a circle', () => {
    const circle = new Error('round')
    circle.cause = circle
    expect(causeLines(new ActionError('E_INPUT', 'x', { fix: 'y', cause: circle })).length).toBeLessThan(20)
  })
})
