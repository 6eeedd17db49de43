/*
 * Owns the place of a stranger: an empty directory with the signed files under their base names, and a `gh` that has the
 * artifacts of the run. What was printed is pasted there. Judges nothing.
 */
import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import type { Command } from './verifiers.ts'

/** Stranger is somebody with the files and with what a run printed. */
export interface Stranger {
  /** Absolute path. */
  readonly directory: string
  /** Returns a command as bash runs it there, with cosign 3 as `cosign`; `environment` is added. */
  paste(text: string, environment?: Readonly<Record<string, string>>): Command
}

const GH = `#!/bin/sh
# Stands for GitHub's CLI, of which it knows: gh run download RUN -R OWNER/REPO -n NAME
[ $# = 7 ] && [ "$1 $2 $4 $6" = 'run download -R -n' ] && exec cp -R "$ARTIFACTS/$7/." .
exit 1
`

/** newStranger makes the place; `artifacts` is a directory with the unzipped artifacts, each under its name. */
export async function newStranger(lab: Lab, files: readonly string[], artifacts: string): Promise<Stranger> {
  const place = await mkdtemp(path.join(lab.places.run, 'stranger-'))
  const [directory, tools] = [path.join(place, 'downloads'), path.join(place, 'bin')]
  for (const each of [directory, tools]) await mkdir(each)
  await writeFile(path.join(tools, 'gh'), GH, { mode: 0o755 })
  for (const file of files) await copyFile(file, path.join(directory, path.basename(file)))
  const search = `${lab.places.path}:${process.env['PATH'] ?? ''}`
  return {
    directory,
    paste: (text, environment = {}) => ({
      program: 'bash',
      args: ['-euo', 'pipefail', '-c', text],
      cwd: directory,
      env: { ...environment, ARTIFACTS: artifacts, PATH: `${tools}:${environment['PATH'] ?? search}` },
    }),
  }
}
