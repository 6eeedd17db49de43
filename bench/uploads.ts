/*
 * Owns the upload of a whole job: the artifact service that the product and the others speak to, and what a step with
 * actions/upload-artifact adds to those that upload nothing. It is bundled as that action is: loading its packages one by
 * one would take twice as long.
 */
import path from 'node:path'
import { startArtifacts } from '../lab/acceptance/artifacts.ts'
import { bundle } from '../scripts/bundle.ts'
import { type Meter, runMeasured } from './meter.ts'
import type { Cost } from './results.ts'

const root = path.dirname(import.meta.dirname)

/** Uploads is the running service. */
export interface Uploads {
  /** What the runner tells a job of it. */
  readonly environment: Readonly<Record<string, string>>
  /** Absolute path of the bundled step. */
  readonly step: string
  /** A name that no artifact has. */
  freshName(): string
  /** Runs the step on the files and returns its cost; throws when it fails. */
  upload(meter: Meter, files: readonly string[]): Promise<Cost>
  close(): Promise<void>
}

/** startUploads starts the service and writes the step into `directory`. */
export async function startUploads(directory: string): Promise<Uploads> {
  const output = path.join(directory, 'uploader')
  await bundle(root, path.join(import.meta.dirname, 'uploader.mjs'), output)
  const step = path.join(output, 'index.mjs')
  const service = await startArtifacts()
  const { environment } = service
  let count = 0
  const freshName = () => `signatures-${++count}`
  return {
    environment,
    step,
    freshName,
    upload: (meter, files) =>
      runMeasured(meter, process.execPath, [step, freshName(), ...files], { ...environment, GITHUB_ACTIONS: 'true' }),
    close: () => service.close(),
  }
}
