/*
 * Owns the product's bars for time, memory and requests, measured in one run against the sandbox and printed as ratios
 * and differences. Fails when a bar is missed; must leave nothing behind.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { SAMPLE_BYTES, writeSample } from '../sandbox/demo/sample.ts'
import { hashWithOpenssl } from '../sandbox/openssl.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import { signFiles } from './measure.ts'
import { PEAK_LIMIT } from './promises.ts'
import { median } from './statistics.ts'
import { MEBIBYTE, mebibytes } from './tables.ts'
import { CLI_PEAK_LIMIT, costOfCli } from './verify-cli.ts'
import { BUNDLES, LIMIT, processorTimeOfABundle } from './verify-cost.ts'
import { shortSize } from './workloads.ts'

const ROUNDS = 5
const SIZES = [1_000_000, 100_000_000, SAMPLE_BYTES, 8_000_000_000]
/** How far the peaks of all sizes may lie apart, in bytes. */
const SPREAD_LIMIT = 12 * MEBIBYTE

/** Bar is one line of the report. */
interface Bar {
  readonly title: string
  readonly measured: string
  readonly bar: string
  readonly holds: boolean
}

/** checkBars measures, prints one line a bar and the peak memory of each size, and returns the exit code. */
export async function checkBars(say: (line: string) => void): Promise<number> {
  const directory = mkdtempSync(path.join(tmpdir(), 'keyless-sign-bench-'))
  const clean = () => rmSync(directory, { recursive: true, force: true })
  process.once('exit', clean)
  try {
    const bars = [
      await timeBar(directory),
      ...(await memoryBars(directory, say)),
      ...(await manyFilesBars(directory, say)),
      await verifyBar(directory),
      await verifyCliBar(directory, say),
    ]
    for (const { title, measured, bar, holds } of bars)
      say(`${holds ? 'holds ' : 'MISSED'} ${title}: ${measured} (bar: ${bar})`)
    return bars.every(({ holds }) => holds) ? 0 : 1
  } finally {
    clean()
  }
}

async function timeBar(directory: string): Promise<Bar> {
  const iso = path.join(directory, 'release.iso')
  await writeSample(iso)
  const sandbox = await startSandbox()
  const ours: number[] = []
  const hash: number[] = []
  if (hashWithOpenssl(iso) === undefined) throw new Error('there is no openssl to compare with')
  for (let round = 0; round < ROUNDS; round++) {
    hash.push(hashWithOpenssl(iso) ?? Number.NaN)
    ours.push((await signFiles(sandbox, [iso])).milliseconds)
  }
  await sandbox.close()
  rmSync(iso)
  const over = median(ours) - median(hash)
  return {
    title: '1.6 GB, whole process',
    measured: `${(median(ours) / median(hash)).toFixed(2)} x openssl dgst, that is + ${(over / 1000).toFixed(2)} s`,
    bar: '1.0 x openssl dgst + 0.6 s',
    holds: over <= 600,
  }
}

async function memoryBars(directory: string, say: (line: string) => void): Promise<Bar[]> {
  const sandbox = await startSandbox()
  const peaks: number[] = []
  for (const size of SIZES) {
    const file = path.join(directory, `sparse-${String(size)}.iso`)
    writeFileSync(file, 'not all zero')
    truncateSync(file, size)
    const { peakMemory } = await signFiles(sandbox, [file])
    say(`       peak memory with a file of ${shortSize(size)}: ${mebibytes(peakMemory)} MiB`)
    peaks.push(peakMemory)
    rmSync(file)
  }
  await sandbox.close()
  const peak = Math.max(...peaks)
  const spread = peak - Math.min(...peaks)
  return [
    {
      title: 'peak memory of any size',
      measured: `${mebibytes(peak)} MiB`,
      bar: `${mebibytes(PEAK_LIMIT)} MiB`,
      holds: peak <= PEAK_LIMIT,
    },
    {
      title: 'peak memory from 1 MB to 8 GB',
      measured: `${mebibytes(spread)} MiB apart`,
      bar: `${mebibytes(SPREAD_LIMIT)} MiB`,
      holds: spread <= SPREAD_LIMIT,
    },
  ]
}

async function manyFilesBars(directory: string, say: (line: string) => void): Promise<Bar[]> {
  const files = Array.from({ length: 100 }, (_, index) => {
    const file = path.join(directory, `part-${String(index)}.bin`)
    writeFileSync(file, randomBytes(1_000_000))
    return file
  })
  const sandbox = await startSandbox({ delay: 50 })
  const { milliseconds, peakMemory } = await signFiles(sandbox, files)
  say(`       peak memory with ${files.length} files of 1 MB: ${mebibytes(peakMemory)} MiB`)
  const count = (service: string): number => sandbox.requests.filter((request) => request.service === service).length
  const counts = ['runner', 'fulcio', 'rekor', 'tsa'].map(count)
  await sandbox.close()
  return [
    {
      title: '100 files of 1 MB, 50 ms a request',
      measured: `${(milliseconds / 1000).toFixed(1)} s`,
      bar: '5 s',
      holds: milliseconds <= 5_000,
    },
    {
      title: 'requests (token, Fulcio, Rekor, timestamp)',
      measured: counts.join(', '),
      bar: '1, 1, 100, 100',
      holds: counts.join() === '1,1,100,100',
    },
  ]
}

async function verifyBar(directory: string): Promise<Bar> {
  const workspace = path.join(directory, 'verify')
  mkdirSync(workspace)
  const milliseconds = await processorTimeOfABundle(workspace)
  return {
    title: `verifying ${BUNDLES} bundles in one call`,
    measured: `${milliseconds.toFixed(0)} ms of CPU a bundle`,
    bar: `${LIMIT} ms`,
    holds: milliseconds <= LIMIT,
  }
}

async function verifyCliBar(directory: string, say: (line: string) => void): Promise<Bar> {
  const { hash, verify, refusal, peakMemory } = await costOfCli(path.join(directory, 'keyless-verify'))
  const ratio = (verify / hash).toFixed(2)
  const over = ((verify - 1.15 * hash) / 1000).toFixed(2)
  say(`       keyless-verify of 1.6 GB: ${ratio} x openssl dgst, that is 1.15 x it + ${over} s (aim: + 0.25 s)`)
  say(`       keyless-verify from its start to a refusal: ${(refusal / 1000).toFixed(2)} s (aim: 0.25 s)`)
  return {
    title: 'peak memory of keyless-verify on 1.6 GB',
    measured: `${mebibytes(peakMemory)} MiB`,
    bar: `${mebibytes(CLI_PEAK_LIMIT)} MiB`,
    holds: peakMemory <= CLI_PEAK_LIMIT,
  }
}
