/* Shows what is said of an entry that a log may have taken unheard, when the log then refuses or stays silent. */
import { expect, it } from '@jest/globals'
import { generateSigningKey } from '../../../src/core/bundle/ecdsa.ts'
import { retrying } from '../../../src/core/services/retry.ts'
import { serviceFailure } from '../../../src/core/services/service-failure.ts'
import { signSubject, type SubjectPorts } from '../../../src/core/signing/sign-subject.ts'
import { newLog } from '../../support/recording-log.ts'
import { aSubject } from '../../support/signing.ts'

const lost = serviceFailure('transparencyLog', 'network', { text: 'the answer broke off' })
const refused = serviceFailure('transparencyLog', 'rejected', { text: '400' })
const DEADLINE = 10_000

/** The names that are said to be public when a log answers so, one try after the other. */
async function suspected(...answers: readonly Error[]): Promise<readonly string[]> {
  const names: string[] = []
  const left = [...answers]
  const { signal } = new AbortController()
  const clock = { now: () => 0, sleep: () => Promise.resolve(), random: () => 0 }
  const { verified } = aSubject()
  const certificate = { ...verified.certificate, notAfter: Infinity }
  // What judges a bundle is never asked: there is none.
  const ports = {
    call: retrying(newLog(), signal, clock),
    clock,
    log: newLog(),
    credentials: { current: () => Promise.resolve({ key: generateSigningKey(), certificate }) },
    transparencyLogs: [
      { url: 'https://rekor.example', majorApiVersion: 1, record: () => Promise.reject(left.shift() ?? refused) },
    ],
    timestampAuthorities: [],
    deadline: DEADLINE,
    published: ({ name }: { readonly name: string }) => names.push(name),
  }
  await expect(signSubject(aSubject('x.iso'), ports as unknown as SubjectPorts, signal)).rejects.toThrow('Rekor')
  return names
}

it.each([
  ['nothing, when the log refuses at once', [refused], []],
  ['the entry, when an answer was lost and the log then refuses', [lost, refused], ['x.iso']],
  ['the entry, when two answers were lost and the log then refuses', [lost, lost, refused], ['x.iso']],
])('%s', async (_, answers, expected) => {
  expect(await suspected(...answers)).toEqual(expected)
})
