/* Shows what a dry run says of who would sign, and that the gate for private repositories holds in it by the event's word. */
import { describe, expect, it } from '@jest/globals'
import {
  assertProbablyPublishable,
  differsFromExpected,
  unprovenIdentity,
} from '../../../src/core/identity/unproven-identity.ts'
import { branded } from '../../support/signing.ts'
import type { Identity, Job } from '../../../src/core/types.ts'

const WORKFLOW = 'octo/repo/.github/workflows/release.yml@refs/tags/v1'
const IDENTITY = branded<Identity>(`https://github.com/${WORKFLOW}`)
const PUBLIC = [{ url: 'https://fulcio.sigstore.dev' }]
const job = (visibility?: string): Job => ({
  ...{ repository: 'octo/repo', sha: 'c0ffee', runId: '7', runAttempt: 1, eventName: 'push', offersToken: false },
  ...{ serverUrl: 'https://github.com', apiUrl: 'https://api.github.com', workspace: '/w', temporaryDirectory: '/t' },
  ...(visibility === undefined ? {} : { visibility }),
})
const inputs = { allowPrivateRepository: false, expectedIdentity: undefined, runnerWorkflowRef: WORKFLOW }

describe('the identity of a dry run', () => {
  it('is what the runner says of the workflow', () => {
    expect(unprovenIdentity(inputs, job())).toBe(IDENTITY)
  })

  it('is none where the runner says nothing', () => {
    expect(unprovenIdentity({ runnerWorkflowRef: undefined }, job())).toBeUndefined()
  })

  it('is remarked where another one is expected, and nowhere else', () => {
    const other = branded<Identity>('https://github.com/octo/repo/.github/workflows/other.yml@refs/tags/v1')
    const remark = differsFromExpected(IDENTITY, { expectedIdentity: other })
    expect(remark).toContain(IDENTITY)
    expect(remark).toContain(other)
    expect(differsFromExpected(IDENTITY, { expectedIdentity: IDENTITY })).toBeUndefined()
    expect(differsFromExpected(undefined, { expectedIdentity: other })).toBeUndefined()
    expect(differsFromExpected(IDENTITY, { expectedIdentity: undefined })).toBeUndefined()
  })
})

describe('the gate for private repositories in a dry run', () => {
  const refusal = (visibility: string, changes: Partial<typeof inputs> | object = {}): unknown => {
    try {
      return assertProbablyPublishable(job(visibility), PUBLIC, { ...inputs, ...changes })
    } catch (error) {
      return error
    }
  }

  it.each(['private', 'internal'])('refuses a repository that the event calls %s, with what would be told', (word) => {
    const error = refusal(word)
    expect(error).toMatchObject({ code: 'E_PRIVATE_REPOSITORY' })
    for (const told of ['octo/repo', WORKFLOW, 'c0ffee', 'push']) expect(String(error)).toContain(told)
  })

  it('does so where the runner does not say its workflow, too', () => {
    expect(refusal('private', { runnerWorkflowRef: undefined })).toMatchObject({ code: 'E_PRIVATE_REPOSITORY' })
  })

  it('lets pass what is public, what was allowed, and services of its own', () => {
    expect(refusal('public')).toBeUndefined()
    expect(refusal('private', { allowPrivateRepository: true })).toBeUndefined()
    expect(assertProbablyPublishable(job('private'), [{ url: 'https://fulcio.example' }], inputs)).toBeUndefined()
  })

  it('leaves to the real run what the event does not tell', () => {
    expect(assertProbablyPublishable(job(), PUBLIC, inputs)).toContain('The event does not say')
  })
})
