/* Shows that an older file is never lost: what cannot be given its name again stays beside it, and the error says where. */
import { chmodSync, chownSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { writeFiles } from '../../support/builders.ts'
import { callUnprivileged, type ChildFailure } from '../../support/child.ts'
import { lastingRefusal } from '../../support/faults.ts'
import { olderFiles } from '../../support/older-files.ts'
import { newDirectory } from '../../support/workspace.ts'

const suffixes = ['.sig', '.pem', '.sigstore.json']
const older = await olderFiles('x')
const isKept = (name: string): boolean => name.startsWith('.keyless-sign-')

/** Writes over older files, where no renaming succeeds from the one that leads to `x.pem` on. */
function replaceUntilRefused(files: Readonly<Record<string, string>>) {
  const directory = newDirectory()
  const written = writeFiles(directory, files)
  // The child is `nobody` where the test is root; else it is who the test is.
  if (process.getuid?.() === 0) for (const file of written) chownSync(file, 65534, -1)
  chmodSync(directory, 0o777)
  const failure = callUnprivileged({
    module: 'src/core/publishing/output-files.ts',
    call: 'writeOutputs',
    input: [suffixes.map((suffix) => ({ path: path.join(directory, `x${suffix}`), text: () => 'newer' })), 'LOG'],
    before: `export NODE_OPTIONS='--import=${lastingRefusal('x.pem')}'`,
  })
  const names = readdirSync(directory)
  const texts = Object.fromEntries(names.map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]))
  return { failure, texts, kept: names.filter(isKept) }
}

const told = (failure: ChildFailure | null): readonly string[] =>
  [...(failure?.message ?? '').matchAll(/\.keyless-sign-[0-9a-f-]{36}/g)].map(([name]) => name)

describe('an older file whose name cannot be given back', () => {
  it('stays beside it with every byte, and all others are as they were', () => {
    const { texts, kept } = replaceUntilRefused(older)
    expect(kept.map((name) => texts[name])).toEqual([older['x.sig']])
    expect(texts).toMatchObject({ ...older, 'x.sig': 'newer' })
  })

  it('is named by the error, which says to rename it', () => {
    const { failure, kept } = replaceUntilRefused(older)
    expect(failure).toMatchObject({ code: 'E_OUTPUT_WRITE', message: expect.stringContaining('(EPERM)') })
    expect(told(failure)).toEqual(kept)
    expect(failure?.fix).toContain('give the older files their names again')
  })

  it('is not told of where there was none', () => {
    const { failure, texts } = replaceUntilRefused({ 'x.pem': older['x.pem'] ?? '' })
    expect(failure).toMatchObject({ code: 'E_OUTPUT_WRITE', fix: expect.not.stringContaining('older') })
    expect(told(failure)).toEqual([])
    expect(texts).toEqual({ 'x.pem': older['x.pem'] })
  })
})
