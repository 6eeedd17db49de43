/* The fault matrix, the timestamp authority. What it signs wrongly is in entries. */
import { bits, integer, sequence } from '../../../sandbox/der.ts'
import { status, type Fault } from '../../../sandbox/faults.ts'
import { playRows, type Row } from './row.ts'

const ROUTE = 'tsa.timestamp'

/** The authority is silent to the end of the budget; the entry, which was made beside, is public and told. */
const silent = (fault: Fault): Row => ({
  always: { [ROUTE]: fault },
  budget: 3,
  code: 'E_TSA_UNAVAILABLE',
  text: 'no whole answer within',
  asked: { 'rekor.create': 1 },
  warnings: ['log index 10000'],
})

/** A TimeStampResp of RFC 3161, 2.4.2, without a token: a PKIStatus, and the bit of a PKIFailureInfo. */
function refusal(pkiStatus: number, failure?: number): Fault {
  const failInfo = failure === undefined ? [] : [failInfoOf(failure)]
  const body = sequence(sequence(integer(Buffer.of(pkiStatus)), ...failInfo))
  const reply = { status: 200, headers: { 'content-type': 'application/timestamp-reply' }, body }
  return { kind: 'lie', reply: () => reply }
}
function failInfoOf(bit: number): Buffer {
  const bytes = Buffer.alloc(Math.floor(bit / 8) + 1)
  bytes.writeUInt8(0x80 >> (bit % 8), bytes.length - 1)
  return bits(bytes, 7 - (bit % 8))
}
const final = (fault: Fault): Row => ({
  always: { [ROUTE]: fault },
  code: 'E_TSA_REJECTED',
  asked: { [ROUTE]: 1 },
})
const passes = (fault: Fault): Row => ({ script: { [ROUTE]: [fault] }, asked: { [ROUTE]: 2 } })

playRows('the timestamp authority', {
  'S1 answers 503 twice': { script: { [ROUTE]: [status(503), status(503)] }, asked: { 'rekor.create': 1, [ROUTE]: 3 } },
  'S2 rejects, without a reason': final(refusal(2)),
  'S2 rejects the algorithm': final(refusal(2, 0)),
  'S2 warns of a revocation': final(refusal(4)),
  'S2 tells of a revocation': final(refusal(5)),
  'S2 rejects, for its system has failed': passes(refusal(2, 25)),
  'S2 rejects, for it has no time': passes(refusal(2, 14)),
  'S2 is waiting': passes(refusal(3)),
  'S3 never begins to answer': silent({ kind: 'stall-headers' }),
  'S3 never ends its answer': silent({ kind: 'stall-body' }),
  'S3 never ends the TLS handshake': {
    ...silent({ kind: 'none' }),
    stallTls: ['tsa'],
    code: 'E_UNREACHABLE',
    asked: { 'fulcio.certificate': 0 },
    warnings: [],
  },
})
