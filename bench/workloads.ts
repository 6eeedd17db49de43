/*
 * Owns what is asked of the tools, and the files for it. Measures nothing.
 */
import { open } from 'node:fs/promises'
import path from 'node:path'
import { SAMPLE_BYTES, writeSample } from '../sandbox/demo/sample.ts'
import { sizeText } from '../src/core/shared/format.ts'
import type { Asked, Workload } from './results.ts'

const oneFile = (bytes: number): Workload => ({ files: 1, bytes, roundTrip: 0 })
const farAway = (files: number): Workload => ({ files, bytes: 1_000_000, roundTrip: 50 })
const manyFiles = (files: number, bytes: number, rounds: number): Workload => ({ files, bytes, roundTrip: 0, rounds })

/** Workloads are what is asked, of whom. */
export type Workloads = Readonly<Record<Asked, readonly Workload[]>>

/**
 * fullWorkloads are those of the page: single files by size, then many on the way to far services and to near ones, in fewer
 * rounds, since a tool that has to be called for each file takes minutes.
 */
export const fullWorkloads: Workloads = {
  signing: [
    ...[1_000, 1_000_000, 10_000_000, 100_000_000, SAMPLE_BYTES].map(oneFile),
    farAway(100),
    manyFiles(200, 100_000, 2),
    manyFiles(1_000, 10_000, 1),
  ],
  jobs: [1_000, SAMPLE_BYTES].map(oneFile),
  verifying: [oneFile(SAMPLE_BYTES)],
}

/** quickWorkloads are the same in small, for a gate. */
export const quickWorkloads: Workloads = {
  signing: [...[1_000, 100_000_000].map(oneFile), farAway(10), manyFiles(20, 100_000, 1)],
  jobs: [{ ...oneFile(100_000_000), rounds: 1 }],
  verifying: [{ ...oneFile(100_000_000), rounds: 1 }],
}

/** titleOf names a workload for people: `1 file of 1.6 GB`, `100 files of 1 MB, services 50 ms away`. */
export function titleOf({ files, bytes, roundTrip }: Workload): string {
  const what = `${files.toLocaleString('en')} ${files === 1 ? 'file' : 'files'} of ${shortSize(bytes)}`
  return roundTrip === 0 ? what : `${what}, services ${roundTrip} ms away`
}

/** shortSize is a size as on the axis of a chart: `1 kB`, `1.6 GB`. */
export function shortSize(bytes: number): string {
  return sizeText(bytes).replace('.0 ', ' ')
}

/** writeFiles writes the files of a workload into `directory` and returns their absolute paths. */
export async function writeFiles(directory: string, { files, bytes }: Workload): Promise<string[]> {
  const paths = Array.from({ length: files }, (_, index) => path.join(directory, `release-${index + 1}.iso`))
  for (const file of paths) {
    await writeSample(file, bytes)
    // No two alike: the log takes the same signature of the same file only once.
    const handle = await open(file, 'r+')
    await handle.write(path.basename(file), 0)
    await handle.close()
  }
  return paths
}
