/* Goes through the failures of every service: which code, whether another try makes sense, and that nothing harmful is said. */
import { describe, expect, it } from '@jest/globals'
import { kindOfStatus, serviceFailure, type FailureKind } from '../../../src/core/services/service-failure.ts'
import type { ServiceName } from '../../../src/core/types.ts'

const services: readonly ServiceName[] = [
  'token',
  'trustRoot',
  'certificateAuthority',
  'transparencyLog',
  'timestampAuthority',
  'artifactStore',
  'release',
]
const passing: readonly FailureKind[] = ['timeout', 'unreachable', 'network', 'unavailable', 'response']
const final: readonly FailureKind[] = ['blocked', 'untrusted', 'rejected']

describe.each(services)('a failure of %s', (service) => {
  it.each(passing)('of kind %s may pass', (kind) => {
    const error = serviceFailure(service, kind, { text: 'status 503' })
    expect(error.transient).toEqual({})
    expect(error.fix).not.toBe('')
    expect(error.message).toMatch(/: status 503$/)
  })

  it.each(final)('of kind %s does not', (kind) => {
    expect(serviceFailure(service, kind, { text: 'status 400' }).transient).toBeUndefined()
  })

  it.each([...passing, ...final])('of kind %s says whether the service surely did nothing', (kind) => {
    const undone = !['timeout', 'network', 'unavailable', 'response'].includes(kind)
    expect(serviceFailure(service, kind, { text: 'x' }).undone).toBe(undone)
  })

  it.each(['unreachable', 'blocked'] as const)('of kind %s names host and port, and no status page', (kind) => {
    const { fix } = serviceFailure(service, kind, { text: 'x', url: 'https://Host.example./path' })
    expect(fix).toMatch(/^allow host\.example:443 in /)
    expect(fix).not.toContain('status')
  })

  it('of kind timeout names both, where it went is known', () => {
    const { fix } = serviceFailure(service, 'timeout', { text: 'x', url: 'http://127.0.0.1:8080/path' })
    expect(fix).toContain('allow 127.0.0.1:8080 in them; else ')
    expect(serviceFailure(service, 'timeout', { text: 'x' }).fix).not.toContain('allow')
  })
})

describe('a failure', () => {
  it('tells what the service said about the next try', () => {
    const details = { text: 'slow down', status: 429, retryAfter: 7000, tries: 4 }
    const { transient } = serviceFailure('token', 'unavailable', details)
    expect(transient).toEqual({ rateLimited: true, retryAfter: 7000, tries: 4 })
  })

  it("shows a service's words without their power, their secrets and their length", () => {
    const text = `::error::x ##[set-output name=a]b eyJ${'a'.repeat(40)}.e30.c2ln ${'x'.repeat(1000)}`
    const { message } = serviceFailure('transparencyLog', 'unavailable', { text })
    expect(message).toMatch(/^Rekor: \\::error::x ##\\\[set-output name=a\]b \[redacted\] x+…$/)
  })

  it.each([
    [400, 'rejected'],
    [404, 'rejected'],
    [408, 'unavailable'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [599, 'unavailable'],
  ])('with status %d is %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind)
  })
})
