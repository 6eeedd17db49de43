/* The runner of the conformance cases counts a refusal as right only when it is for a right reason. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { areas } from '../../../lab/conformance/areas.ts'
import { readCases, runCase, type Case } from '../../../lab/conformance/cases.ts'
import { judges } from '../../../lab/conformance/judges.ts'
import { IDENTITY, ISSUER, newForge } from '../../../sandbox/forge.ts'
import { HARMLESS, hostileFields } from '../../core/bundle/hostile-fields.ts'
import { temporaryDirectory } from '../../support/builders.ts'

const directory = temporaryDirectory()
const write = (name: string, content: unknown): string => {
  writeFileSync(path.join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))
  return name
}
let good: Case

beforeAll(async () => {
  const forge = await newForge()
  good = {
    name: 'good',
    valid: true,
    bundle: write('bundle.json', await forge.bundle()),
    artifact: write('artifact', 'an image'),
    trustedRoot: write('trusted_root.json', forge.trustedRoot),
    identity: IDENTITY,
    issuer: ISSUER,
  }
  write('other', 'another image')
})

describe.each(judges)('a case before %s', (_name, judge) => {
  it.each<[string, Partial<Case>, boolean]>([
    ['that verifies and should', {}, true],
    ['that verifies and should not', { valid: false, reason: ['bundle'] }, false],
    ['that is refused for a right reason', { valid: false, artifact: 'other', reason: ['signature', 'digest'] }, true],
    ['that is refused for a wrong reason', { valid: false, artifact: 'other', reason: ['signature'] }, false],
    ['that is refused and should not be', { artifact: 'other' }, false],
    ['that could not even start', { valid: false, bundle: 'none.json', reason: ['bundle'] }, false],
  ])('%s', async (_, changes, isRight) => {
    write('cases.json', [{ ...good, ...changes }])
    const [one] = readCases(directory)
    const verdicts = one === undefined ? [] : await runCase(one, directory, judge)
    expect(verdicts.map((verdict) => verdict.isRight)).toEqual([isRight, isRight])
  })
})

describe('a case', () => {
  it('can be refused with every code that a spoilt bundle gets: each has an area', () => {
    const codes = Object.values(hostileFields).flatMap((rows) => rows.flatMap(([, changes]) => Object.values(changes)))
    expect(codes.filter((code) => !(code in HARMLESS) && !(code in areas))).toEqual([])
  })
})
