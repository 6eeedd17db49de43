/* The fault matrix, Rekor v1: lost replies, conflicts, outages, answers that are none. What it logs wrongly is in entries. */
import { expect } from '@jest/globals'
import { html, lieJson, none, schema, status, type Fault, type Json } from '../../../sandbox/faults.ts'
import { warningsOf } from '../sign-scene.ts'
import { playRows, type Row } from './row.ts'

const ROUTE = 'rekor.create'

/** What the run says where an entry may be public whose answer never came; nobody can know of more. */
const SUSPECTED = 'may be public: x.iso ('

/** Rekor's answers cannot be used: it is asked again to the end of the budget, and what may be public is told. */
const unusable = (fault: Fault): Row => ({
  always: { [ROUTE]: fault, 'rekor.get': fault },
  budget: 3,
  code: 'E_REKOR_RESPONSE',
  asked: { 'fulcio.certificate': 1, [ROUTE]: 'several' },
  warnings: [SUSPECTED],
})
/** Changes the entry that is shown, at once or when it is asked for; says of a conflict what is true. */
const changed = (change: (uuid: string, entry: Readonly<Record<string, Json>>) => Json): Fault =>
  lieJson((body) => {
    const [uuid, entry] = Object.entries(body as Record<string, Json>)[0] ?? []
    return uuid === undefined || typeof entry !== 'object' ? body : change(uuid, entry as Record<string, Json>)
  })
const without = (entry: Readonly<Record<string, Json>>, name: string): Json =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => key !== name))

/** Rekor is not to be had to the end of the budget. */
const lasting = (fault: Fault): Row => ({
  always: { [ROUTE]: fault },
  budget: 3,
  code: 'E_REKOR_UNAVAILABLE',
  asked: { 'fulcio.certificate': 1 },
})
const CONFLICT = '{"code":409,"message":"an equivalent entry already exists in the transparency log"}'
/** A conflict that leads to no entry of this log: one more signature is tried, which no entry can have. */
const conflict = (looksItUp: number, location: (canary: string) => string | undefined): Row => ({
  prepare({ sandbox: { faults, urls } }) {
    const target = location(urls.canary)
    faults.always(ROUTE, status(409, target === undefined ? {} : { location: target }, CONFLICT))
  },
  code: 'E_REKOR_CONFLICT',
  asked: { [ROUTE]: 2, 'rekor.get': looksItUp },
})

playRows('Rekor', {
  'R1 takes the entry, and its reply is lost': {
    script: { [ROUTE]: [{ kind: 'lost-reply' }] },
    asked: { [ROUTE]: 2, 'rekor.get': 1, 'fulcio.certificate': 1 },
    check({ sandbox }) {
      const seen = sandbox.requests.filter(({ service, route }) => service === 'rekor' && route !== undefined)
      expect(seen.map(({ status: code }) => code)).toEqual([0, 409, 200])
    },
  },
  'R2 says that it has the entry, and not where': conflict(0, () => undefined),
  'R2 says that it has the entry, on another host': conflict(
    2,
    (canary) => `${canary}/api/v1/log/entries/${'ab'.repeat(40)}`,
  ),
  'R5 has a load balancer before it that answers 502 twice': {
    script: { [ROUTE]: [html(502), html(502)] },
    asked: { 'fulcio.certificate': 1, [ROUTE]: 3 },
  },
  'R6 refuses the entry': {
    // The timestamp comes first, so that nothing is cut short.
    always: { [ROUTE]: schema({ code: 400, message: 'invalid' }, 400) },
    code: 'E_REKOR_REJECTED',
    asked: { [ROUTE]: 1 },
    warnings: [],
  },
  'R6 takes the entry for too large': {
    always: { [ROUTE]: html(413) },
    code: 'E_REKOR_REJECTED',
    text: '413',
    asked: { [ROUTE]: 1 },
    warnings: [],
  },
  'R6 refuses the entry that it took unheard before': {
    script: { [ROUTE]: [{ kind: 'truncate' }] },
    always: { [ROUTE]: schema({ code: 400, message: 'invalid' }, 400) },
    code: 'E_REKOR_REJECTED',
    asked: { [ROUTE]: 2 },
    warnings: [SUSPECTED],
  },
  'R7 answers {}': unusable(schema({}, 201)),
  'R7 answers with two entries': unusable(changed((uuid, entry) => ({ [uuid]: entry, [`${uuid}00`]: entry }))),
  'R7 answers without an index': unusable(changed((uuid, entry) => ({ [uuid]: without(entry, 'logIndex') }))),
  'R7 answers with something else than JSON': unusable(status(201, { 'content-type': 'application/json' }, 'created')),
  'R8 takes twelve seconds': { script: { [ROUTE]: [{ kind: 'delay', milliseconds: 12_000 }] }, asked: { [ROUTE]: 1 } },
  'R9 answers a byte at a time': { ...lasting({ kind: 'drip', milliseconds: 50 }), warnings: [SUSPECTED] },
  'R9 never ends the TLS handshake': {
    ...lasting(none),
    stallTls: ['rekor'],
    code: 'E_UNREACHABLE',
    asked: { 'fulcio.certificate': 0 },
    warnings: [],
  },
  'R10 is down for good once the certificate was issued': {
    ...lasting(status(503)),
    asked: { 'fulcio.certificate': 1, [ROUTE]: 'several' },
    text: 'timeout-minutes',
    check(_, run) {
      expect(run.stdout).toContain('from here on it is public')
      expect(warningsOf(run)).toEqual([expect.stringContaining(SUSPECTED)])
    },
  },
  'R11 is down until token and certificate have run out, and then for good': {
    prepare: ({ sandbox }) => void Object.assign(sandbox.certificate, { lifetime: 4000 }),
    always: { [ROUTE]: status(503) },
    budget: 7,
    code: 'E_REKOR_UNAVAILABLE',
    asked: { 'runner.token': 'several', 'fulcio.certificate': 'several' },
    says: 'The certificate has run out; asking for a new one',
  },
})
