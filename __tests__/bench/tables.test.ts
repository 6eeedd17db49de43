/* Shows the tables: figures with the digits that count, ratios to the right tool, cells that stay cells. */
import { describe, expect, it } from '@jest/globals'
import { broken, peakLimit } from '../../bench/promises.ts'
import { figure, mebibytes, ratioTable, table, workloadTable } from '../../bench/tables.ts'
import { shortSize, titleOf } from '../../bench/workloads.ts'
import { oneFile, result, results, verified } from './builders.ts'

describe('figures', () => {
  it.each([
    [0, '0'],
    [0.004_91, '0.0049'],
    [0.0415, '0.0415'],
    [0.492, '0.492'],
    [1.318, '1.32'],
    [44.13, '44.1'],
    [3190.4, '3190'],
    [Number.NaN, '?'],
  ])('%d is written as %s', (value, expected) => {
    expect(figure(value)).toBe(expected)
  })

  it('of memory are whole MiB', () => {
    expect(mebibytes(3190.4 * 1024 * 1024)).toBe('3,190')
  })

  it.each([
    [1_000, '1 kB'],
    [100_000_000, '100 MB'],
    [1_600_000_000, '1.6 GB'],
  ])('of size: %d bytes are %s', (bytes, expected) => {
    expect(shortSize(bytes)).toBe(expected)
  })
})

describe('tables', () => {
  it('escape a bar inside a cell', () => {
    expect(table(['a', 'b'], [['x|y', '1']])).toBe('| a | b |\n| :-- | --: |\n| x\\|y | 1 |')
  })

  it('name a workload by count, size and distance', () => {
    expect(titleOf({ files: 100, bytes: 1_000_000, roundTrip: 50 })).toBe('100 files of 1 MB, services 50 ms away')
  })

  it('give every tool as a multiple of one', () => {
    expect(ratioTable(results, 'seconds', 'keyless-sign').split('\n').slice(2)).toEqual([
      '| keyless-sign | 1.00 | 1.00 |',
      '| cosign | 0.50 | 4.00 |',
      '| openssl (hash only) | 0.01 | 0.50 |',
    ])
  })

  it('have no requests for a tool that only hashes', () => {
    const rows = workloadTable(results, oneFile(1_000)).split('\n')
    expect(rows.at(-1)).toBe('| openssl (hash only) | 0.0100 (0.0100 to 0.0102) | 0.0050 | 10 |  |  |  |  |')
    expect(rows.at(-2)).toBe('| cosign | 0.500 (0.500 to 0.510) | 0.250 | 60 | 1 | 1 | 1 | 1 |')
  })
})

describe('a table of those who ask no service', () => {
  it('has no columns for services', () => {
    expect(workloadTable(verified, oneFile(1_600_000_000)).split('\n')[0]).toBe(
      '|  | time, s (least to greatest) | CPU, s | peak memory, MiB |',
    )
  })
})

describe('promises', () => {
  it('that are kept are not mentioned', () => {
    expect(broken(results)).toEqual([])
  })

  it('of memory and requests are broken aloud, on which workload and how', () => {
    const [first] = results
    if (!first) throw new Error('no result')
    const bytes = 141 * 1024 * 1024
    const wrong = {
      ...first,
      peakBytes: { least: bytes, median: bytes, greatest: bytes },
      requests: { ...first.requests, rekor: 2 },
    }
    expect(broken([wrong])).toEqual([
      '1 file of 1 kB: peak memory 141 MiB in place of 135',
      '1 file of 1 kB: 2 rekor requests in place of 1',
    ])
  })

  it.each([
    [1, 135],
    [2, 150],
    [200, 150],
    [201, 160],
    [1_000, 160],
  ])('of memory with %d files are %d MiB, and no byte more', (files, mebibytes) => {
    const workload = { files, bytes: 10_000, roundTrip: 0 }
    const requests = { token: 1, fulcio: 1, rekor: files, timestamp: files }
    expect(peakLimit(files)).toBe(mebibytes * 1024 * 1024)
    expect(broken([{ ...result('keyless-sign', workload, 1, mebibytes), requests }])).toEqual([])
    expect(broken([{ ...result('keyless-sign', workload, 1, mebibytes + 1 / 1024), requests }])).toHaveLength(1)
  })
})
