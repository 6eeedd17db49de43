import { expect, it } from '@jest/globals'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { workflowWording, type Wording } from '../../../src/core/shared/wording.ts'

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

const elsewhere: Wording = { ...workflowWording, input: (name) => `<${name}>`, subject: (name) => `<${name}>` }

it('tells message and fix in the words of a place, and by itself in those of a workflow', () => {
  const error = new ActionError('E_INPUT', ({ subject }) => `${subject('files')} is wrong`, {
    fix: ({ input }) => `leave ${input('files')} out`,
  })
  expect([error.message, error.fix]).toEqual(["Input 'files' is wrong", "leave 'files' out"])
  expect(error.told(elsewhere)).toEqual({ message: '<files> is wrong', fix: 'leave <files> out' })
})

it('keeps code, cause and the words of every place when its message is told anew', () => {
  const cause = new Error('below')
  const error = new ActionError('E_INPUT', ({ subject }) => `${subject('files')} is wrong`, {
    fix: ({ input }) => `leave ${input('files')} out`,
    cause,
    transient: { tries: 1 },
  })
  const retold = error.retold((message) => `x: ${message}`)
  expect({ ...retold, cause: retold.cause }).toMatchObject({ code: 'E_INPUT', cause, transient: undefined })
  expect(retold.message).toBe("x: Input 'files' is wrong")
  expect(retold.told(elsewhere)).toEqual({ message: 'x: <files> is wrong', fix: 'leave <files> out' })
  expect(error.retold((message) => message, { tries: 2 }).transient).toEqual({ tries: 2 })
})
