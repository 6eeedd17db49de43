/* Shows that our own bundles must have a SET in each v1 entry: the first thing that is looked at. */
import { expect, it } from '@jest/globals'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { verifyOwnBundle } from '../../../src/core/signing/verify-own-bundle.ts'
import { aLogEntry, aSubject } from '../../support/signing.ts'
import type { Bundle, Credential, LogEntry } from '../../../src/core/types.ts'

const bare: LogEntry = { ...aLogEntry(1) }
Reflect.deleteProperty(bare, 'inclusionPromise')

/** The code of a bundle with these entries, which are about nothing. */
function codeOf(...logEntries: readonly LogEntry[]): string | undefined {
  const { sha256, verified } = aSubject()
  const bundle = { logEntries, signature: Buffer.of(0) } as unknown as Bundle
  const run = { trusted: {}, job: { repository: 'octo/repo', serverUrl: 'https://github.com' }, started: 0, now: 0 }
  try {
    verifyOwnBundle(
      bundle,
      { algorithm: 'sha256', hex: sha256 },
      { certificate: verified.certificate, claims: {} } as unknown as Credential,
      run as unknown as Parameters<typeof verifyOwnBundle>[3],
    )
    return undefined
  } catch (error) {
    return error instanceof ActionError ? error.code : String(error)
  }
}

it.each([
  ['a v1 entry without a SET', [bare], true],
  ['one after one that has it', [aLogEntry(1), bare], true],
  ['v1 with a SET, and v2 without', [aLogEntry(1), aLogEntry(2)], false],
])('%s', (_, entries, refused) => {
  expect(codeOf(...entries) === 'E_REKOR_SET').toBe(refused)
})
