/*
 * Puts a Fulcio before the built action that issues wrong certificates: none may reach a log, and nothing may be written.
 * The numbers are those of the fault matrix.
 */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { generalName, subjectNames, type Extension } from '../../../sandbox/certificate.ts'
import { lieJson, type Fault, type Json } from '../../../sandbox/faults.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { count, expectRefused, inScene, warningsOf } from '../sign-scene.ts'

type Lie = readonly [code: string, prepare: (sandbox: Sandbox) => void]

const FULCIO = '1.3.6.1.4.1.57264.1'
const DAY = 24 * 60 * 60 * 1000

/** Changes in a certificate that Fulcio issues. */
const issued = (changes: Partial<Sandbox['certificate']>) => (sandbox: Sandbox) => {
  Object.assign(sandbox.certificate, changes)
}
/** A certificate whose identity is made of the right one. */
const named = (change: (identity: string) => string) => (sandbox: Sandbox) => {
  const identity = `https://github.com/${String(sandbox.claims['job_workflow_ref'])}`
  sandbox.certificate.subjectAlternativeName = change(identity)
}
/** A certificate whose names are made of the right one. */
const names = (change: (identity: string) => readonly Extension[]) => (sandbox: Sandbox) => {
  sandbox.certificate.subjectNames = change(`https://github.com/${String(sandbox.claims['job_workflow_ref'])}`)
}
const { dns, email, uri, username } = generalName
const otherKey = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey
/** Fulcio's other answer, with the timestamp beside the certificate, which the engine drops. */
const detached: Fault = lieJson(
  (body) => JSON.parse(JSON.stringify(body).replace('EmbeddedSct', 'DetachedSct')) as Json,
)

const certificates: Readonly<Record<string, Lie>> = {
  'V1 for another key': ['E_CERT_KEY', issued({ publicKey: otherKey })],
  'V3 without an SCT': ['E_CERT_SCT', issued({ timestamp: 'none' })],
  'V3 with a detached SCT': [
    'E_CERT_SCT',
    (sandbox) => {
      sandbox.certificate.timestamp = 'none'
      sandbox.faults.always('fulcio.certificate', detached)
    },
  ],
  'V4 not for code signing': ['E_CERT_USAGE', issued({ codeSigning: false })],
  'V4 of an authority': ['E_CERT_USAGE', issued({ isAuthority: true })],
  'V5 of tomorrow': ['E_CERT_TIME', issued({ skew: DAY })],
  'V5 of yesterday': ['E_CERT_TIME', issued({ skew: -DAY })],
  'V6 for another identity': [
    'E_CERT_IDENTITY',
    named(() => 'https://github.com/mallory/x/.github/workflows/x.yml@main'),
  ],
  'V7 for the identity and more': ['E_CERT_IDENTITY', named((identity) => `${identity}.1`)],
  'V7 for more and the identity': ['E_CERT_IDENTITY', named((identity) => `https://evil.example/${identity}`)],
  'V8 for an identity with a letter in place of a dot': [
    'E_CERT_IDENTITY',
    named((identity) => identity.replace('.yml', 'xyml')),
  ],
  'Z6 for the identity and a DNS name': [
    'E_CERT_IDENTITY',
    names((identity) => [subjectNames(uri(identity), dns('evil.example'))]),
  ],
  'Z6 for a username and the identity': [
    'E_CERT_IDENTITY',
    names((identity) => [subjectNames(username('mallory'), uri(identity))]),
  ],
  'Z6 with the identity as an e-mail address': [
    'E_CERT_IDENTITY',
    names((identity) => [subjectNames(email(identity))]),
  ],
  'V9 of another issuer': [
    'E_CERT_ISSUER',
    issued({ extensions: { [`${FULCIO}.1`]: 'https://issuer.example', [`${FULCIO}.8`]: 'https://issuer.example' } }),
  ],
  'of another repository': [
    'E_CERT_EXTENSION',
    issued({ extensions: { [`${FULCIO}.12`]: 'https://github.com/mallory/x' } }),
  ],
  'of another run': [
    'E_CERT_EXTENSION',
    issued({ extensions: { [`${FULCIO}.21`]: 'https://github.com/octo-org/example-iso/actions/runs/1' } }),
  ],
}

describe('a certificate', () => {
  it.concurrent.each(Object.entries(certificates))('%s is never used', (_, [code, prepare]) =>
    inScene({}, async (scene) => {
      prepare(scene.sandbox)
      const run = await scene.sign()
      expectRefused(run, code)
      expect([count(scene.sandbox, 'rekor.create'), warningsOf(run)]).toEqual([0, []])
    }),
  )
})
