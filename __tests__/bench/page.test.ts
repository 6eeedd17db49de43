/* Shows the page and the command line: all figures from the results, every mode of the call. */
import { describe, expect, it } from '@jest/globals'
import { readOptions } from '../../bench/options.ts'
import { pageOf } from '../../bench/page.ts'
import { results, whole } from './builders.ts'

const crowd = { files: 1_000, bytes: 10_000, roundTrip: 0 }
const many = { files: 100, bytes: 1_000_000, roundTrip: 50 }

describe('the page', () => {
  const page = pageOf({
    results: {
      ...whole,
      signing: [
        ...results,
        ...results.slice(0, 3).map((result) => ({ ...result, workload: many })),
        ...results.slice(0, 3).map((result) => ({ ...result, workload: crowd, rounds: 2 })),
      ],
    },
    tools: {
      signing: [{ title: 'cosign', does: 'a bundle' }],
      jobs: [{ title: 'cosign', does: 'a bundle, uploaded' }],
      verifying: [{ title: 'cosign', does: 'an answer' }],
    },
    needs: [{ tool: 'cosign', what: 'the program', bytes: 101_400_000 }],
    machine: {
      cores: 3,
      memory: 8 * 1024 ** 3,
      system: 'Linux x86_64',
      node: '24.0.0',
      openssl: 'OpenSSL 3',
      version: '1.2.3',
    },
    rounds: 7,
    minutes: 11,
  })

  it('begins with what the largest file shows', () => {
    expect(page).toContain('For 1 file of 1.6 GB, keyless-sign takes 2.00 times as long as')
    expect(page).toContain('(cosign: 8.00), and at most 100 MiB')
    expect(page).toContain('(cosign: 3,200 MiB)')
  })

  it('then says what many files show', () => {
    expect(page).toContain('For 100 files of 1 MB, services 50 ms away, it takes 1.00 s (cosign: 0.500 s).')
  })

  it('says on what machine, how often and how long', () => {
    expect(page).toContain('3 cores, 8 GiB of memory, Linux x86_64; Node 24.0.0, OpenSSL 3, keyless-sign 1.2.3.')
    expect(page).toContain('of 7 rounds')
    expect(page).toContain('took 11 min')
  })

  it('says which workloads had fewer rounds', () => {
    expect(page).toContain('of 7 rounds (1,000 files of 10 kB: 2) every tool')
  })

  it('names the size of what a job fetches first', () => {
    expect(page).toContain('| cosign | the program | 101.4 MB |')
  })

  it('says what each kind of work was asked for', () => {
    for (const does of ['a bundle', 'a bundle, uploaded', 'an answer']) expect(page).toContain(`| cosign | ${does} |`)
  })

  it('has a table for every workload', () => {
    expect(page.match(/^### .*/gm)).toEqual([
      '### The whole job, 1 file of 1.6 GB',
      '### Verifying 1 file of 1.6 GB',
      '### 1 file of 1 kB',
      '### 1 file of 1.6 GB',
      '### 100 files of 1 MB, services 50 ms away',
      '### 1,000 files of 10 kB',
    ])
  })
})

describe('the command line of the benchmark', () => {
  it.each([
    [[], { mode: 'bars' }],
    [['--help'], { mode: 'help' }],
    [['--peers'], { mode: 'peers', quick: false, rounds: 5 }],
    [['--peers', '--quick'], { mode: 'peers', quick: true, rounds: 3 }],
    [['--peers', '--rounds', '9'], { mode: 'peers', quick: false, rounds: 9 }],
  ])('understands %p', (args, options) => {
    expect(readOptions(args)).toEqual(options)
  })

  it.each([[['--peers', '--rounds', '0']], [['--peers', '--rounds', 'x']], [['--quick']], [['--fast']], [['peers']]])(
    'refuses %p with the usage',
    (args) => {
      expect(() => readOptions(args)).toThrow('usage: npm run bench')
    },
  )
})
