/* The fault matrix, the timestamp authority. What it signs wrongly is in sign-entries. */
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

playRows('the timestamp authority', {
  'S1 answers 503 twice': { script: { [ROUTE]: [status(503), status(503)] }, asked: { 'rekor.create': 1, [ROUTE]: 3 } },
  'S3 never begins to answer': silent({ kind: 'stall-headers' }),
  'S3 never ends its answer': silent({ kind: 'stall-body' }),
  'S3 never ends the TLS handshake': { ...silent({ kind: 'none' }), stallTls: ['tsa'] },
})
