/*
 * Owns the whole job, equal for all: the file is signed and what came of it is an artifact of the run. The product does both
 * in one step; the others have a step with actions/upload-artifact behind them. Judges nothing.
 */
import { readdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { type Cost, OURS, sumOf } from './results.ts'
import { type Job, peers, signWithProduct, type Tool } from './tools.ts'

/** jobs are the product and the other signers, each with its upload. */
export const jobs: readonly Tool[] = [
  {
    title: OURS,
    does: 'one step: signs, uploads the signature files, and reads back what was stored',
    async run(job: Job): Promise<Cost> {
      for (const file of job.files) symlinkSync(file, path.join(job.directory, path.basename(file)))
      const inputs = { 'upload-artifact': 'true', 'artifact-name': job.uploads.freshName() }
      return signWithProduct(job, inputs, job.uploads.environment)
    },
  },
  ...peers.map((peer): Tool => ({
    title: peer.title,
    does: 'signs as above; then `@actions/artifact`, bundled like actions/upload-artifact, uploads what it left',
    async run(job) {
      const signing = await peer.run(job)
      return sumOf([signing, await job.uploads.upload(job.meter, filesIn(job.directory))])
    },
  })),
]

function filesIn(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => path.join(directory, name))
}
