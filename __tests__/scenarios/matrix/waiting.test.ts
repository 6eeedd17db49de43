/* Shows that the built action asks again where a refusal may pass, by the words of the token endpoint and of RFC 3161, and nowhere else. */
import { describe, expect, it } from '@jest/globals'
import { bits, integer, sequence, utf8 } from '../../../sandbox/der.ts'
import { schema, status, type Fault } from '../../../sandbox/faults.ts'
import { count, expectRefused, expectSigned, inScene, warningsOf } from '../sign-scene.ts'

const alone = { 'upload-artifact': 'false' }

describe('the token endpoint', () => {
  const refused = (state: string): Fault =>
    schema({ message: `Can't issue ID_TOKEN for job in '${state}' state.` }, 403)

  it.concurrent.each(['Pending', 'Delayed'])("O15 that refuses a job in '%s' state is asked again", (state) =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script('runner.token', refused(state), refused(state))
      expectSigned(scene, await scene.sign({ with: alone }), 'x.iso')
      expect(count(scene.sandbox, 'runner.token')).toBe(3)
    }),
  )

  it.concurrent.each(['Completed', 'Cancelled'])("O16 that refuses a job in '%s' state is not", (state) =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always('runner.token', refused(state))
      expectRefused(await scene.sign({ with: alone }), 'E_OIDC_PERMISSION', state)
      expect(count(scene.sandbox, 'runner.token')).toBe(1)
    }),
  )
})

/** A TimeStampResp without a timestamp: PKIStatusInfo of RFC 3161, 2.4.2; `failInfo` is the number of one bit. */
function timestampReply(pkiStatus: number, failInfo?: number, words?: string): Fault {
  const info = Buffer.alloc(4)
  if (failInfo !== undefined) info.writeUInt8(0x80 >> (failInfo % 8), Math.floor(failInfo / 8))
  const reply = sequence(
    sequence(
      integer(Buffer.of(pkiStatus)),
      ...(words === undefined ? [] : [sequence(utf8(words))]),
      ...(failInfo === undefined ? [] : [bits(info)]),
    ),
  )
  return {
    kind: 'lie',
    reply: () => ({ status: 200, headers: { 'content-type': 'application/timestamp-reply' }, body: reply }),
  }
}

const final: readonly (readonly [string, Fault, string])[] = [
  ['a rejection without a reason', timestampReply(2), 'rejection'],
  ['a rejection for a bad request', timestampReply(2, 2, 'go away\n::error::x'), 'badRequest'],
  ['a rejection for a policy', timestampReply(2, 15), 'unacceptedPolicy'],
  ['a rejection for a reason that has no name', timestampReply(2, 9), 'rejection'],
  ['a warning of its revocation', timestampReply(4), 'revocationWarning'],
  ['a notice of its revocation', timestampReply(5, 0), 'revocationNotification'],
]

const passing: readonly (readonly [string, Fault])[] = [
  ['a rejection for a failure of its system', timestampReply(2, 25)],
  ['a rejection because it has no time', timestampReply(2, 14)],
  ['a notice of its revocation for a failure of its system', timestampReply(5, 25)],
  ['a word that one must wait', timestampReply(3)],
]

describe('the timestamp authority', () => {
  it.concurrent.each(final)('S2 that answers with %s is asked once', (_, fault, text) =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always('tsa.timestamp', fault)
      expectRefused(await scene.sign({ with: alone }), 'E_TSA_REJECTED', text)
      expect(count(scene.sandbox, 'tsa.timestamp')).toBe(1)
    }),
  )

  it.concurrent.each(passing)('S2 that answers with %s is asked again', (_, fault) =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script('tsa.timestamp', fault, fault)
      expectSigned(scene, await scene.sign({ with: alone }), 'x.iso')
      expect(count(scene.sandbox, 'tsa.timestamp')).toBe(3)
    }),
  )
})

describe('the log', () => {
  it('that refuses after a reply was lost may have taken the entry all the same, and a warning says so', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.script('rekor.create', { kind: 'lost-reply' }, status(400))
      const run = await scene.sign({ with: alone })
      expectRefused(run, 'E_REKOR_REJECTED')
      expect(count(scene.sandbox, 'rekor.create')).toBe(2)
      expect(warningsOf(run)).toEqual([expect.stringContaining('may be public')])
    }))
})
