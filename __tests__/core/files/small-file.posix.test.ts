/* Shows that what is told of a small file that cannot be read is about that file, whatever people call it. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from '@jest/globals'
import { callUnprivileged, type ChildFailure } from '../../support/child.ts'
import { newDirectory } from '../../support/workspace.ts'

function readUnprivileged(file: string, name: string): ChildFailure | null {
  return callUnprivileged({ module: 'src/core/files/small-file.ts', call: 'readSmallFile', input: [file, name, 100] })
}

it('tells mode and owner of the file behind the name', () => {
  const directory = newDirectory()
  chmodSync(directory, 0o755)
  const file = path.join(directory, 'root.json')
  writeFileSync(file, '{}', { mode: 0o000 })
  const failure = readUnprivileged(file, 'root.json')
  expect(failure).toMatchObject({ code: 'E_FILE_PERMISSION' })
  expect(failure?.message).toMatch(/'root\.json' \(mode 0000, owner \d+:\d+; /)
})

it('names the directory that bars the way', () => {
  const directory = newDirectory()
  chmodSync(directory, 0o755)
  const barred = path.join(directory, 'barred')
  mkdirSync(barred)
  writeFileSync(path.join(barred, 'root.json'), '{}')
  chmodSync(barred, 0o000)
  const failure = readUnprivileged(path.join(barred, 'root.json'), 'barred/root.json')
  chmodSync(barred, 0o755)
  expect(failure).toMatchObject({ code: 'E_FILE_PERMISSION' })
  expect(failure?.message).toContain(`directory '${barred}' (mode 0000`)
})
