/*
 * Owns `npm run bench`: the bars of the product, measured in one run and printed as ratios and differences. Prints what
 * it found and fails when a bar is missed; must leave nothing behind.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { SAMPLE_BYTES, writeSample } from '../demonstration/sample.ts'
import { startSandbox } from '../sandbox/sandbox.ts'
import { hashWithOpenssl, median, signFiles } from './measure.ts'

const MEBIBYTE = 1024 * 1024
const ROUNDS = 5

/** Bar is one line of the report. */
interface Bar {
  readonly title: string
  readonly measured: string
  readonly bar: string
  readonly holds: boolean
}

const directory = mkdtempSync(path.join(tmpdir(), 'keyless-sign-bench-'))
const bars: Bar[] = []
try {
  await timeBar()
  await memoryBars()
  await manyFilesBar()
} finally {
  rmSync(directory, { recursive: true, force: true })
}
for (const { title, measured, bar, holds } of bars) {
  console.log(`${holds ? 'holds ' : 'MISSED'} ${title}: ${measured} (bar: ${bar})`)
}
process.exitCode = bars.every(({ holds }) => holds) ? 0 : 1

async function timeBar(): Promise<void> {
  const iso = path.join(directory, 'release.iso')
  await writeSample(iso)
  const sandbox = await startSandbox()
  const ours: number[] = []
  const hash: number[] = []
  await hashWithOpenssl(iso)
  for (let round = 0; round < ROUNDS; round++) {
    hash.push(await hashWithOpenssl(iso))
    ours.push((await signFiles(sandbox, [iso])).milliseconds)
  }
  await sandbox.close()
  rmSync(iso)
  const over = median(ours) - median(hash)
  bars.push({
    title: '1.6 GB, whole process',
    measured: `${(median(ours) / median(hash)).toFixed(2)} x openssl dgst, that is + ${(over / 1000).toFixed(2)} s`,
    bar: '1.0 x openssl dgst + 0.6 s',
    holds: over <= 600,
  })
}

async function memoryBars(): Promise<void> {
  const sandbox = await startSandbox()
  const peaks: number[] = []
  for (const size of [1_000_000, 100_000_000, SAMPLE_BYTES, 8_000_000_000]) {
    const file = path.join(directory, `sparse-${String(size)}.iso`)
    writeFileSync(file, 'not all zero')
    truncateSync(file, size)
    const { peakMemory } = await signFiles(sandbox, [file])
    peaks.push(peakMemory / MEBIBYTE)
    rmSync(file)
  }
  await sandbox.close()
  const spread = Math.max(...peaks) - Math.min(...peaks)
  const list = peaks.map((peak) => peak.toFixed(0)).join(', ')
  bars.push(
    { title: 'peak memory', measured: `${list} MiB`, bar: '140 MiB', holds: Math.max(...peaks) <= 140 },
    { title: 'from 1 MB to 8 GB', measured: `${spread.toFixed(0)} MiB apart`, bar: '12 MiB', holds: spread <= 12 },
  )
}

async function manyFilesBar(): Promise<void> {
  const files = Array.from({ length: 100 }, (_, index) => {
    const file = path.join(directory, `part-${String(index)}.bin`)
    writeFileSync(file, randomBytes(1_000_000))
    return file
  })
  const sandbox = await startSandbox({ delay: 50 })
  const { milliseconds } = await signFiles(sandbox, files)
  const count = (service: string): number => sandbox.requests.filter((request) => request.service === service).length
  const counts = ['runner', 'fulcio', 'rekor', 'tsa'].map(count)
  await sandbox.close()
  bars.push(
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
  )
}
