/* The fault matrix, the runner's token endpoint: it fails, stalls, or answers with something that is no token of this job. */
import { expect } from '@jest/globals'
import { html, schema, status, type Fault } from '../../../sandbox/faults.ts'
import type { ErrorCode } from '../../../src/core/shared/errors.ts'
import { requestsOf } from '../../support/oracles.ts'
import { playRows, type Row } from './row.ts'

const now = Math.floor(Date.now() / 1000)
const noToken = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }

/** The endpoint fails for good, and the budget ends it; Fulcio is never asked. */
const lasting = (code: ErrorCode, fault: Fault, text: string | RegExp = ''): Row => ({
  always: { 'runner.token': fault },
  budget: 3,
  code,
  text,
  asked: { 'fulcio.certificate': 0 },
})
const timeout = (fault: Fault): Row => ({ ...lasting('E_OIDC_TIMEOUT', fault, 'no whole answer within'), budget: 2 })
/** An answer that is no token is asked for again, and never called undefined. */
const noTokenIn = (fault: Fault): Row => ({
  ...lasting('E_OIDC_RESPONSE', fault, /^(?![^]*undefined)/),
  asked: { 'runner.token': 'several', 'fulcio.certificate': 0 },
})
/** A token that is not for this job is asked for once and goes nowhere. */
const wrongToken = (code: ErrorCode, token: NonNullable<Row['token']>, text: string): Row => ({
  token,
  code,
  text,
  asked: { 'runner.token': 1, 'fulcio.certificate': 0 },
})

playRows('the token endpoint', {
  'O1 is not offered to this job': {
    environment: noToken,
    code: 'E_OIDC_PERMISSION',
    text: "add 'permissions: id-token: write' to THIS job",
    requests: 0,
  },
  'O2 answers 503 twice': { script: { 'runner.token': [status(503), status(503)] }, asked: { 'runner.token': 3 } },
  'O3 answers 500 for good': {
    ...lasting('E_OIDC_UNAVAILABLE', status(500), 'githubstatus.com'),
    asked: { 'runner.token': 'several' },
  },
  'O4 answers 429 and says for how long': {
    script: { 'runner.token': [status(429, { 'retry-after': '2' })] },
    asked: { 'runner.token': 2 },
    check({ sandbox }) {
      const [first, second] = requestsOf(sandbox, 'runner.token')
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000)
    },
  },
  'O5 breaks off in the middle of an answer': {
    script: { 'runner.token': [{ kind: 'truncate' }] },
    asked: { 'runner.token': 2 },
  },
  'O6 breaks off in the middle of every answer': {
    ...lasting('E_OIDC_UNAVAILABLE', { kind: 'truncate' }),
    asked: { 'runner.token': 'several' },
  },
  'O7 never ends the TLS handshake': { ...timeout({ kind: 'none' }), stallTls: ['runner'] },
  'O7 never begins to answer': timeout({ kind: 'stall-headers' }),
  'O7 never ends its answer': timeout({ kind: 'stall-body' }),
  'O7 answers a byte at a time': timeout({ kind: 'drip', milliseconds: 100 }),
  'O9 answers {}': noTokenIn(schema({})),
  'O9 answers with an empty text': noTokenIn(schema({ value: '' })),
  'O9 answers with a number': noTokenIn(schema({ value: 5 })),
  'O9 answers with an object': noTokenIn(schema({ value: { a: 1 } })),
  'O9 answers with a web page': noTokenIn(html()),
  'O9 answers with a list': noTokenIn(schema([])),
  'O10 gives a token for another audience': wrongToken('E_OIDC_AUDIENCE', { aud: 'other' }, "'other', not 'sigstore'"),
  'O11 gives a token that has expired': wrongToken('E_OIDC_CLOCK', { exp: now - 5 }, "this runner's clock says"),
  'O11 gives a token of ten minutes from now': wrongToken(
    'E_OIDC_CLOCK',
    { iat: now + 600 },
    "this runner's clock says",
  ),
  'O11 gives a token of half a minute from now, which is good enough': { token: { iat: now + 30 } },
  'O12 gives a token of another repository': wrongToken(
    'E_OIDC_IDENTITY',
    { repository: 'octo-org/other' },
    "repository is 'octo-org/other'",
  ),
  'O12 gives a token of another commit': wrongToken('E_OIDC_IDENTITY', { sha: 'f'.repeat(40) }, "sha is 'ffff"),
  'O12 gives a token of another run': wrongToken('E_OIDC_IDENTITY', { run_id: '4' }, "run_id is '4'"),
  'O12 gives a token of another attempt': wrongToken('E_OIDC_IDENTITY', { run_attempt: '2' }, "run_attempt is '2'"),
  'O13 answers with commands to the runner': lasting(
    'E_OIDC_UNAVAILABLE',
    status(500, {}, 'x\n::set-output name=a::b\n##[add-mask]x'),
    '##\\[add-mask]x',
  ),
  'O14 is asked, although an earlier step set SIGSTORE_ID_TOKEN': {
    environment: { SIGSTORE_ID_TOKEN: 'eyJhbGciOiJub25lIn0.e30.' },
    asked: { 'runner.token': 1 },
    warnings: ['SIGSTORE_ID_TOKEN'],
  },
  'O15 refuses, for the job is not under way yet': {
    script: {
      'runner.token': [
        status(403, {}, "Can't issue ID_TOKEN for job in 'Pending' state"),
        status(403, {}, `{"message":"Can't issue ID_TOKEN for job in 'Delayed' state"}`),
      ],
    },
    asked: { 'runner.token': 3 },
  },
  'O16 refuses': {
    always: { 'runner.token': status(403, {}, 'no permission') },
    code: 'E_OIDC_PERMISSION',
    asked: { 'runner.token': 1, 'fulcio.certificate': 0 },
  },
})
