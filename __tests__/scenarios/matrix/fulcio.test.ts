/* The fault matrix, Fulcio: outages that pass and that last, answers that are none, refusals. What it certifies wrongly is in certificates. */
import { brokenJson, html, none, schema, status, type Fault, type Json } from '../../../sandbox/faults.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { playRows, type Row } from './row.ts'

const ROUTE = 'fulcio.certificate'

/** Fulcio fails for as many requests as there are faults: one more gets the certificate. */
const passing = (...faults: readonly Fault[]): Row => ({
  script: { [ROUTE]: faults },
  asked: { 'runner.token': 1, [ROUTE]: faults.length + 1, 'rekor.create': 1 },
})
/** Fulcio fails for good: the budget ends it, and no log is asked. */
const lasting = (code: ErrorCode, fault: Fault, text: string | RegExp): Row => ({
  always: { [ROUTE]: fault },
  budget: 3,
  code,
  text,
  asked: { 'rekor.create': 0, 'tsa.timestamp': 0 },
})
const timeout = (fault: Fault): Row => ({
  ...lasting('E_FULCIO_TIMEOUT', fault, 'Fulcio: no whole answer within'),
  budget: 3,
})
const certificates = (...chain: readonly string[]): Json => ({
  signedCertificateEmbeddedSct: { chain: { certificates: chain } },
})
const noCertificate = (answer: Json): Row => ({
  ...lasting('E_FULCIO_RESPONSE', schema(answer), /answer(ed|) (that cannot|without a certificate that can) be read/),
  asked: { [ROUTE]: 'several', 'rekor.create': 0 },
})
/** Fulcio refuses: asked once, for another try would not help. */
const refusing = (code: ErrorCode, fault: Fault, text: string): Row => ({
  always: { [ROUTE]: fault },
  code,
  text,
  asked: { 'runner.token': 1, [ROUTE]: 1, 'rekor.create': 0 },
})
const REJECTED = { code: 3, message: 'There was an error processing the identity token' }

playRows('Fulcio', {
  'F1 answers 500, then 502': passing(status(500), status(502)),
  'F1 answers 503, then 504': passing(status(503), status(504)),
  'F2 answers 429': passing(status(429)),
  'F3 refuses a fresh token': refusing('E_FULCIO_TOKEN_REJECTED', schema(REJECTED, 400), 'identity token'),
  'F4 refuses a token near its end, and takes a new one': {
    token: { exp: Math.floor(Date.now() / 1000) + 50 },
    script: { [ROUTE]: [schema(REJECTED, 400)] },
    asked: { 'runner.token': 2, [ROUTE]: 2 },
  },
  'F5 breaks the connection': passing({ kind: 'reset-before' }),
  'F5 breaks off in the middle of an answer': passing({ kind: 'truncate' }),
  'F5 answers with half of some JSON': passing(brokenJson),
  'F6 never ends the TLS handshake': {
    ...lasting('E_UNREACHABLE', none, 'Fulcio: no whole answer within'),
    stallTls: ['fulcio'],
  },
  'F6 never begins to answer': timeout({ kind: 'stall-headers' }),
  'F6 never ends its answer': timeout({ kind: 'stall-body' }),
  'F7 breaks every connection': {
    ...lasting('E_FULCIO_NETWORK', { kind: 'reset-before' }, 'ECONNRESET'),
    asked: { [ROUTE]: 'several', 'rekor.create': 0 },
  },
  'F9 answers {}': noCertificate({}),
  'F9 answers with an empty chain': noCertificate(certificates()),
  'F9 answers with something else than PEM': noCertificate(certificates('a certificate')),
  'F10 has a load balancer before it that answers 400': refusing('E_FULCIO_REJECTED', html(400), 'answered (400)'),
  'F10 has a load balancer before it that answers 413': refusing('E_FULCIO_REJECTED', html(413), 'answered (413)'),
  'F12 refuses with commands to the runner': refusing(
    'E_FULCIO_REJECTED',
    schema({ code: 3, message: 'x\n::set-output name=a::b\n##[set-output name=a]b' }, 403),
    '##\\[set-output name=a]b',
  ),
})
