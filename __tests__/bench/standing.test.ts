/* Shows the verdict: who is ahead, behind and level follows from the figures, and so does every reason. */
import { describe, expect, it } from '@jest/globals'
import { reasonsOf } from '../../bench/reasons.ts'
import type { Comparison, Workload } from '../../bench/results.ts'
import { standingText } from '../../bench/standing.ts'
import { oneFile, result, results, whole } from './builders.ts'

const none: Comparison = { signing: [], jobs: [], verifying: [] }
const small = oneFile(1_000)
const few = { least: 9, median: 9, greatest: 9 }
const many: Workload = { files: 1_000, bytes: 10_000, roundTrip: 0 }

/** The results of signing with those of many files: the product's, and those of a tool that is called for each. */
function withMany(mebibytes: number, fulcio: number): Comparison {
  const requests = { token: 1, fulcio: 1, rekor: 9, timestamp: 9 }
  const ours = { ...result('keyless-sign', many, 9, mebibytes), requests }
  const other = { ...result('cosign', many, 90, 60), requests: { token: fulcio, fulcio, rekor: 9, timestamp: 0 } }
  return { ...none, signing: [...results, ours, other] }
}

function pair(ours: number, other: number): Comparison {
  return { ...none, signing: [result('keyless-sign', small, ours, 100), result('cosign', small, other, 100)] }
}

describe('the verdict', () => {
  it.each([
    ['ahead', 1, 1.06, '**Ahead.**', '- Time of signing: cosign with 1 file of 1 kB (1.06).'],
    ['behind', 1, 0.94, '**Behind.**', '- Time of signing: cosign with 1 file of 1 kB (0.94).'],
    ['level', 1, 1.04, '**Level**', '- Time of signing: cosign with 1 file of 1 kB (1.04).'],
  ])('is %s for %d s beside %d s', (_, ours, other, head, line) => {
    const text = standingText(pair(ours, other))
    expect(text.startsWith(head)).toBe(true)
    expect(text).toContain(line)
  })

  it.each([
    ['keyless-sign', 1, 1.5],
    ['cosign', 1.5, 1],
  ])('is level where the slowest run of %s takes as long as the fastest of the other', (slow, ours, other) => {
    const { signing } = pair(ours, other)
    const spread = signing.map((each) => {
      return each.tool === slow ? { ...each, seconds: { ...each.seconds, greatest: 1.5 } } : each
    })
    expect(standingText(pair(ours, other))).toMatch(/^\*\*(?:Ahead|Behind)[^*]*\*\*[^*]*- Time of signing: cosign/)
    expect(standingText({ ...none, signing: spread })).toMatch(/\*\*Level\*\*[^*]*- Time of signing: cosign/)
  })

  it('covers all kinds of work, and compares a verifier with keyless-verify', () => {
    const [ahead = '', behind = ''] = standingText(whole).split('**Behind.**')
    expect(ahead).toContain('- Time of the whole job: cosign with 1 file of 1.6 GB (4.00).')
    expect(ahead).toContain('- Peak memory of verifying: cosign with 1 file of 1.6 GB (23).')
    expect(behind).toContain('- Time of verifying: cosign with 1 file of 1.6 GB (0.75).')
  })

  it('does not compare the product with itself, nor with the hash', () => {
    expect(standingText(whole)).not.toMatch(/openssl|verify action/)
  })

  it('says shortly that a tool stands alike on every workload', () => {
    expect(standingText(withMany(150, 9))).toContain('- Peak memory of signing: cosign with 1 file of 1.6 GB (32).')
    const alike = [oneFile(1_000), oneFile(1_600_000_000)].flatMap((workload) => [
      result('keyless-sign', workload, 1, 100),
      result('x', workload, 3, 100),
    ])
    const third = [result('keyless-sign', many, 1, 100), result('x', many, 4, 100)]
    expect(standingText({ ...none, signing: [...alike, ...third] })).toContain('x with all of them (3.00 to 4.00)')
  })
})

describe('a reason', () => {
  it('is given for a start that a compiled program does not have, with the difference', () => {
    expect(reasonsOf(whole)).toContain('hardly anything to hash, and cosign ends 0.500 s earlier.\n  0.250 s more CPU')
  })

  it('is not given where the figures do not show it', () => {
    expect(reasonsOf(pair(1, 2))).toBe('')
    expect(reasonsOf(none)).toBe('')
  })

  it('is given for the hash in signing and in verifying, by its part of the time', () => {
    const part = /takes 50 % of the CPU time of (\S+): all else, the start\n {2}of Node included, is 0\.500 s/g
    expect([...reasonsOf(whole).matchAll(part)].map(([, base]) => base)).toEqual(['keyless-sign', 'keyless-verify'])
    const signing = results.map((each) => ({ ...each, cpuSeconds: few }))
    expect(reasonsOf({ ...none, signing })).not.toContain('which only hashes')
  })

  it('names those who take more memory than the whole file, and how much, in signing and in verifying', () => {
    expect(reasonsOf(whole)).toContain(
      'With 1 file of 1.6 GB, cosign (3,200 MiB, 2.10 times the file) takes more memory than the whole file to sign it',
    )
    expect(reasonsOf(whole)).toContain(
      'cosign (1,700 MiB, 1.11 times the file) takes more memory than the whole file to verify it',
    )
    const lean = results.map((each) => ({ ...each, peakBytes: few }))
    expect(reasonsOf({ ...none, signing: lean })).not.toContain('whole file')
  })

  it('is given for what Node takes with a small file, while others take less', () => {
    expect(reasonsOf(whole)).toContain('takes 100 MiB before there is a large file, the other signers 60 MiB.')
    const signing = [...results, result('other', small, 1, 70)]
    expect(reasonsOf({ ...none, signing })).toContain('the other signers 60 to 70 MiB.')
  })

  it('counts the requests of a tool that needs a certificate a file', () => {
    expect(reasonsOf(withMany(150, 9))).toContain('20 requests for 1,000 files of 10 kB\n  (cosign 27, 9 of them for')
    expect(reasonsOf(withMany(150, 1))).not.toContain('one certificate')
  })

  it('is given for the memory of many files where it is more', () => {
    expect(reasonsOf(withMany(150, 9))).toContain('1,000 files of 10 kB take 150 MiB,\n  50 MiB more than')
    expect(reasonsOf(withMany(100, 9))).not.toContain('keeps what')
  })

  it('is given for an upload that costs less where Node runs already', () => {
    expect(reasonsOf(whole)).toContain('the upload adds 0.250 s of CPU time to keyless-sign')
    const jobs = whole.jobs.map((each) => ({ ...each, cpuSeconds: few }))
    expect(reasonsOf({ ...whole, jobs })).not.toContain('the upload adds')
  })
})
