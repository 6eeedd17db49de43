/* Shows that each oracle can fail: a run is made up that breaks one rule each. */
import { describe, expect, it } from '@jest/globals'
import { requestProblems } from '../../../sandbox/oracles/asked.ts'
import { endingProblems, memoryProblems, MEMORY_LIMIT } from '../../../sandbox/oracles/ending.ts'
import { snapshot, type Evidence } from '../../../sandbox/oracles/evidence.ts'
import { artifactProblems, fileProblems } from '../../../sandbox/oracles/left.ts'
import { commandProblems, leakProblems } from '../../../sandbox/oracles/said.ts'
import { temporaryDirectory, writeFiles } from '../../support/builders.ts'
import { anEvidence, aRequest, aResult } from '../../support/evidence.ts'

const ERROR = '::error title=E_ENV::What%0AFix: how'
const failed = { exitCode: 1, outputs: { signed: 'false', 'error-code': 'E_ENV' } }
const ended = (stdout: string, changes: Parameters<typeof aResult>[1]): Evidence =>
  anEvidence({ result: aResult(stdout, changes) })

describe('the end of a run', () => {
  it.each<[string, Evidence]>([
    ['a success', anEvidence()],
    ['a run that was skipped as asked', ended('Nothing was signed: x', { outputs: { signed: 'false' } })],
    ['a failure', ended(ERROR, failed)],
    ['a failure after signing', ended(ERROR, { ...failed, outputs: { ...failed.outputs, signed: 'true' } })],
    ['a failure that no output can tell', ended(ERROR.replace('E_ENV', 'E_ENV_OUTPUT'), { exitCode: 1 })],
  ])('may be %s', (_, evidence) => {
    expect(endingProblems(evidence)).toEqual([])
  })

  it.each<[string, Evidence]>([
    ['with the code of a crash', ended(ERROR, { ...failed, exitCode: 13 })],
    ['by a signal', ended(ERROR, { ...failed, exitCode: null })],
    ['by force', ended('', { outputs: { signed: 'true' }, isKilled: true })],
    ['well, and with an error', ended(ERROR, { outputs: { signed: 'true' } })],
    ['well, and with an error code', ended('', { outputs: { signed: 'true', 'error-code': 'E_ENV' } })],
    ['well, and without a signature', ended('', { outputs: { signed: 'false' } })],
    ['badly, in silence', ended('', failed)],
    ['with two errors', ended(`${ERROR}\n${ERROR}`, failed)],
    ['with no code', ended(ERROR.replace('E_ENV', 'Error'), failed)],
    ['with no fix', ended('::error title=E_ENV::What', failed)],
    ['with two codes', ended(ERROR, { ...failed, outputs: { signed: 'false', 'error-code': 'E_INPUT' } })],
    ['with words on standard error', ended('', { outputs: { signed: 'true' }, stderr: 'at x.js:1' })],
    ['with the words of a mistake', ended('TypeError: x', { outputs: { signed: 'true' } })],
    [
      'badly, yet verified',
      { ...ended(ERROR, { ...failed, outputs: { 'error-code': 'E_ENV', verified: 'true' } }), action: 'verify' },
    ],
  ])('may not be %s', (_, evidence) => {
    expect(endingProblems(evidence)).not.toEqual([])
  })

  it('may not have taken more memory than agreed', () => {
    expect(memoryProblems(ended('', { peakMemory: MEMORY_LIMIT }), MEMORY_LIMIT)).toEqual([])
    expect(memoryProblems(ended('', { peakMemory: MEMORY_LIMIT + 1 }), MEMORY_LIMIT)).not.toEqual([])
  })
})

describe('what a run says', () => {
  const token = ['{"alg":"none"}', '{"sub":"someone"}', 'signature'].map((part) =>
    Buffer.from(part).toString('base64url'),
  )
  const told = (stdout: string, changes: Partial<Evidence> = {}): Evidence =>
    anEvidence({ result: aResult(stdout), secrets: ['a secret of the job'], ...changes })

  it('may be masks, even of secrets', () => {
    const evidence = told('::add-mask::a secret of the job')
    expect([...leakProblems(evidence), ...commandProblems(evidence)]).toEqual([])
  })

  it('may be no command that changes the job, and no mask where there is no secret', () => {
    expect(commandProblems(told('Signed ##[set-output name=x]y'))).toEqual([expect.stringContaining('set-output')])
    expect(commandProblems(told('::add-mask::x', { action: 'verify' }))).not.toEqual([])
  })

  it.each<[string, Evidence]>([
    ['in the log', told('see a secret of the job')],
    ['in the summary', told('', { result: aResult('', { summary: 'a secret of the job' }) })],
    ['in an output', told('', { result: aResult('', { outputs: { x: 'a secret of the job' } }) })],
    ["as a token of somebody else's", told(token.join('.'))],
    ['as a signed address', told('GET https://blobs.example/1.zip?sv=1&sig=c2VjcmV0c2VjcmV0')],
  ])('may hold no secret %s', (_, evidence) => {
    expect(leakProblems(evidence)).toHaveLength(1)
  })

  it('may hold no secret in a file', () => {
    const workspace = temporaryDirectory()
    writeFiles(workspace, { 'x.json': 'a secret of the job' })
    expect(leakProblems(told('', { workspace, after: snapshot(workspace) }))).toHaveLength(1)
  })
})

describe('what a run leaves', () => {
  const changed = (before: readonly string[], after: readonly string[], changes: Partial<Evidence> = {}): Evidence => {
    const workspace = temporaryDirectory()
    writeFiles(workspace, Object.fromEntries(after.map((name) => [name, name])))
    const old = new Map(before.map((name) => [name, 'old']))
    return anEvidence({ workspace, before: old, after: snapshot(workspace), ...changes })
  }
  const set = ['x.iso.sig', 'x.iso.pem', 'x.iso.sigstore.json']

  it('may be nothing, a whole set, or a whole set in place of another', () => {
    expect(fileProblems(changed([], []), [])).toEqual([])
    expect(fileProblems(changed([], set), [])).toEqual([])
    expect(fileProblems(changed(set, set), [])).toEqual([])
  })

  it.each<[string, Evidence]>([
    ['a part of a set', changed([], ['x.iso.sig', 'x.iso.pem'])],
    ['a file on its way', changed([], ['.keyless-sign-1'])],
    ['a file of another kind', changed([], ['notes.txt'])],
    ['no file of others', changed(['notes.txt'], [])],
    ['a file in RUNNER_TEMP', changed([], [], { leftovers: ['artifact-1'] })],
    ['a signature, where it only verified', changed([], set, { action: 'verify' })],
  ])('may not be %s', (_, evidence) => {
    expect(fileProblems(evidence, [])).not.toEqual([])
  })

  it('may be what the scenario itself did', () => {
    expect(
      fileProblems(changed(['notes.txt'], ['x.iso.sig', 'x.iso.pem']), ['notes.txt', 'x.iso.sigstore.json']),
    ).toEqual([])
  })

  it('may never be the end of an artifact of others', () => {
    const artifacts = { before: new Map([['a', '1 ab']]), after: new Map([['a', '2 cd']]) }
    const replaced = {
      result: aResult("Artifact 'a', which an earlier attempt of this run left for the same files"),
      artifacts,
    }
    expect(artifactProblems(anEvidence({ artifacts: { before: artifacts.before, after: artifacts.before } }))).toEqual(
      [],
    )
    expect(artifactProblems(anEvidence({ artifacts, attempt: 2 }))).not.toEqual([])
    expect(artifactProblems(anEvidence(replaced))).not.toEqual([])
    expect(artifactProblems(anEvidence({ ...replaced, attempt: 2 }))).toEqual([])
  })
})

describe('what a run asks', () => {
  const token = aRequest('runner', 'runner.token', 200, 'GET')
  const fulcio = aRequest('fulcio', 'fulcio.certificate')
  const rekor = aRequest('rekor', 'rekor.create', 201)

  it.each<[string, readonly Evidence['requests'][number][]]>([
    [
      'all in order',
      [
        aRequest('fulcio', undefined, 404, 'GET'),
        token,
        fulcio,
        rekor,
        aRequest('artifacts', 'artifacts.CreateArtifact'),
      ],
    ],
    [
      'each again after a failure',
      [aRequest('runner', 'runner.token', 503, 'GET'), token, aRequest('fulcio', 'fulcio.certificate', 500), fulcio],
    ],
  ])('may be %s', (_, requests) => {
    expect(requestProblems(anEvidence({ requests }))).toEqual([])
  })

  it.each<[string, readonly Evidence['requests'][number][]]>([
    ['another host', [aRequest('canary', undefined, 404, 'GET')]],
    ['something unknown', [token, aRequest('fulcio', undefined, 404)]],
    ['Fulcio without a token', [aRequest('runner', 'runner.token', 500, 'GET'), fulcio]],
    ['Rekor before Fulcio', [token, rekor, fulcio]],
    [
      'an artifact to be made before an entry',
      [token, fulcio, aRequest('artifacts', 'artifacts.CreateArtifact'), rekor],
    ],
    ['an artifact to be removed', [aRequest('artifacts', 'artifacts.DeleteArtifact')]],
  ])('may not be %s', (_, requests) => {
    expect(requestProblems(anEvidence({ requests }))).not.toEqual([])
  })

  it('may be nothing but the trust root, where it only verifies', () => {
    expect(
      requestProblems(anEvidence({ action: 'verify', requests: [aRequest('tuf', 'tuf.metadata', 200, 'GET')] })),
    ).toEqual([])
    expect(requestProblems(anEvidence({ action: 'verify', requests: [token] }))).not.toEqual([])
  })
})
