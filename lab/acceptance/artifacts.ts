/*
 * Owns the artifact service of one run, the sandbox's, and the download of what the run uploaded.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { lastLine, run } from '../support/run.ts'

/** ArtifactService is a running service. */
export interface ArtifactService {
  /** What the runner tells a job of it. */
  readonly environment: Readonly<Record<string, string>>
  /** Unzips every artifact into a directory, each under its name. */
  download(directory: string): Promise<void>
  close(): Promise<void>
}

/** startArtifacts starts a service that has no artifact yet. */
export async function startArtifacts(): Promise<ArtifactService> {
  const sandbox = await startSandbox()
  const names = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RUNTIME_URL', 'ACTIONS_RESULTS_URL']
  return {
    environment: Object.fromEntries(names.map((name) => [name, sandbox.environment[name] ?? ''])),
    async download(directory) {
      for (const { name, blob } of sandbox.artifacts.list()) {
        const target = path.join(directory, name)
        await mkdir(target, { recursive: true })
        await writeFile(`${target}.zip`, blob ?? '')
        const unzipped = await run('unzip', ['-q', `${target}.zip`, '-d', target])
        if (unzipped.code !== 0) throw new Error(`artifact '${name}' is no zip file: ${lastLine(unzipped)}`)
      }
    },
    close: () => sandbox.close(),
  }
}
