/*
 * Owns the product's bars for time, memory and requests, measured in one run against the sandbox and printed as ratios
 * and differences. Fails when one that is judged is missed; must leave nothing behind.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { SAMPLE_BYTES, writeSample } from '../sandbox/demo/sample.ts'
import { hashWithOpenssl } from '../sandbox/openssl.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import { lineOf, memoryBar, type Bar } from './bar.ts'
import { signFiles } from './measure.ts'
import { peakLimit } from './promises.ts'
import { median } from './statistics.ts'
import { MEBIBYTE, mebibytes } from './tables.ts'
import { CLI_PEAK_LIMIT, costOfCli } from './verify-cli.ts'
import { BUNDLES, costOfBundles, LIMIT } from './verify-cost.ts'
import { shortSize } from './workloads.ts'

const ROUNDS = 5
/** A peak is the highest of so many runs: one run may fall 3 MiB short of another. */
const PEAK_RUNS = 3
const SIZES = [1_000_000, 100_000_000, SAMPLE_BYTES, 8_000_000_000]
/** How far the peaks of all sizes may lie apart, in bytes. */
const SPREAD_LIMIT = 12 * MEBIBYTE

/** checkBars measures, prints one line a bar and the peak memory of each size, and returns the exit code. */
export async function checkBars(say: (line: string) => void): Promise<number> {
  const directory = mkdtempSync(path.join(tmpdir(), 'keyless-sign-bench-'))
  const clean = () => rmSync(directory, { recursive: true, force: true })
  process.once('exit', clean)
  try {
    const bars = [
      await timeBar(directory),
      ...(await memoryBars(directory, say)),
      ...(await farServicesBars(directory)),
      await manyFilesBar(directory, 200, 100_000),
      await manyFilesBar(directory, 1_000, 10_000),
      ...(await verifyBars(directory)),
      ...(await verifyCliBars(directory)),
    ]
    for (const bar of bars) say(lineOf(bar))
    return bars.some(({ holds }) => holds === false) ? 1 : 0
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
  return {
    title: '1.6 GB, whole process with artifact',
    measured: `${(median(ours) / median(hash)).toFixed(2)} x openssl dgst`,
    bar: '1.30, better 1.15',
  }
}

async function memoryBars(directory: string, say: (line: string) => void): Promise<Bar[]> {
  const sandbox = await startSandbox()
  const peaks: number[] = []
  for (const size of SIZES) {
    const file = path.join(directory, `sparse-${String(size)}.iso`)
    writeFileSync(file, 'not all zero')
    truncateSync(file, size)
    const runs: number[] = []
    for (let run = 0; run < PEAK_RUNS; run++) runs.push((await signFiles(sandbox, [file])).peakMemory)
    const peakMemory = Math.max(...runs)
    say(`       peak memory with a file of ${shortSize(size)}: ${mebibytes(peakMemory)} MiB`)
    peaks.push(peakMemory)
    rmSync(file)
  }
  await sandbox.close()
  const peak = Math.max(...peaks)
  const spread = peak - Math.min(...peaks)
  return [
    memoryBar('any size', peak, peakLimit(1) / MEBIBYTE),
    {
      title: 'peak memory from 1 MB to 8 GB',
      measured: `${mebibytes(spread)} MiB apart`,
      bar: `${mebibytes(SPREAD_LIMIT)} MiB`,
      holds: spread <= SPREAD_LIMIT,
    },
  ]
}

async function farServicesBars(directory: string): Promise<Bar[]> {
  const sandbox = await startSandbox({ delay: 50 })
  const { milliseconds, peakMemory } = await signFiles(sandbox, partsOf(directory, 100, 1_000_000))
  const posts = (service: string): number =>
    sandbox.requests.filter((request) => request.service === service && request.method === 'POST').length
  const tokens = sandbox.requests.filter(({ route }) => route === 'runner.token').length
  const counts = [tokens, ...['fulcio', 'rekor', 'tsa'].map(posts)]
  await sandbox.close()
  return [
    {
      title: '100 files of 1 MB, 50 ms a request',
      measured: `${(milliseconds / 1000).toFixed(1)} s, ${mebibytes(peakMemory)} MiB`,
      bar: '3 s, better 2',
    },
    {
      title: 'requests (token, Fulcio, Rekor, timestamp)',
      measured: counts.join(', '),
      bar: '1, 1, 100, 100',
      holds: counts.join() === '1,1,100,100',
    },
  ]
}

async function manyFilesBar(directory: string, files: number, bytes: number): Promise<Bar> {
  const sandbox = await startSandbox()
  const { milliseconds, peakMemory } = await signFiles(sandbox, partsOf(directory, files, bytes))
  await sandbox.close()
  const each = `${(milliseconds / files).toFixed(0)} ms each`
  return memoryBar(`${String(files)} files of ${shortSize(bytes)} (${each})`, peakMemory, peakLimit(files) / MEBIBYTE)
}

function partsOf(directory: string, count: number, bytes: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const file = path.join(directory, `part-${String(index)}.bin`)
    writeFileSync(file, randomBytes(bytes))
    return file
  })
}

async function verifyBars(directory: string): Promise<Bar[]> {
  const workspace = path.join(directory, 'verify')
  mkdirSync(workspace)
  const { processorTime, peakMemory } = await costOfBundles(workspace)
  return [
    {
      title: `verifying ${String(BUNDLES)} bundles in one call`,
      measured: `${processorTime.toFixed(1)} ms of CPU a bundle`,
      bar: `${String(LIMIT)} ms`,
    },
    memoryBar(`verifying ${String(BUNDLES)} bundles`, peakMemory, 130),
  ]
}

async function verifyCliBars(directory: string): Promise<Bar[]> {
  const { hash, verify, refusal, peakMemory } = await costOfCli(path.join(directory, 'keyless-verify'))
  const over = ((verify - 1.15 * hash) / 1000).toFixed(2)
  return [
    {
      title: 'keyless-verify of 1.6 GB',
      measured: `${(verify / hash).toFixed(2)} x openssl dgst, that is 1.15 x it + ${over} s`,
      bar: '+ 0.25 s',
    },
    {
      title: 'keyless-verify from its start to a refusal',
      measured: `${(refusal / 1000).toFixed(2)} s`,
      bar: '0.25 s',
    },
    memoryBar('keyless-verify on 1.6 GB', peakMemory, CLI_PEAK_LIMIT / MEBIBYTE),
  ]
}
