/* Shows what the system's errors become, also those that no test can provoke on a healthy disk. */
import { constants } from 'node:os'
import { describe, expect, it } from '@jest/globals'
import { fileError, systemReason } from '../../../src/core/files/file-error.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'

type Name = 'EIO' | 'EMFILE' | 'ENOENT' | 'ENOTDIR' | 'ELOOP' | 'ENAMETOOLONG' | 'EACCES' | 'EPERM'

const systemError = (code: Name): Error =>
  Object.assign(new Error(`${code}: read`), { code, errno: -constants.errno[code] })

describe('fileError', () => {
  it.each<[Name, string, string]>([
    ['ENOENT', 'E_FILE_NOT_FOUND', "No such file: 'x.iso'"],
    ['ENOTDIR', 'E_FILE_NOT_FOUND', "No such file: 'x.iso'"],
    ['ELOOP', 'E_FILE_LOOP', "'x.iso' is a loop of symbolic links"],
    ['ENAMETOOLONG', 'E_FILE_NAME', "'x.iso': file name too long"],
    ['EACCES', 'E_FILE_PERMISSION', "permission denied: 'x.iso'"],
    ['EPERM', 'E_FILE_PERMISSION', "permission denied: 'x.iso'"],
    ['EIO', 'E_FILE_READ', "cannot read 'x.iso': input/output error"],
    ['EMFILE', 'E_FILE_READ', "cannot read 'x.iso': too many open files (EMFILE)"],
  ])('makes %s %s', (name, code, message) => {
    const cause = systemError(name)
    expect(fileError(cause, '/nowhere-at-all.iso', 'x.iso')).toMatchObject({ code, message })
  })

  it('keeps the cause', () => {
    const cause = systemError('EIO')
    expect(fileError(cause, '/x.iso').cause).toBe(cause)
  })

  it('leaves our own errors alone', () => {
    const error = new ActionError('E_FILE_EMPTY', 'x', { fix: 'y' })
    expect(fileError(error, '/x.iso')).toBe(error)
  })
})

it('systemReason makes something of anything that was thrown', () => {
  expect([new Error('odd'), 'text', undefined].map(systemReason)).toEqual(['odd', 'unknown error', 'unknown error'])
})
