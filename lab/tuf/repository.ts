/*
 * Owns the lab's TUF repository: made by python-tuf of the lab's trust material, in a good and in several bad states, and
 * served under the names of Sigstore's.
 */
import { copyFile, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import { type FileServer, serveFiles } from '../support/file-server.ts'
import { LabError } from '../support/lab-error.ts'
import { lastLine, run } from '../support/run.ts'

/** TufRole is one of TUF's four top roles. */
export type TufRole = 'root' | 'timestamp' | 'snapshot' | 'targets'

/** TufState is a good repository, or one that is bad in one way. */
export type TufState =
  | { readonly kind: 'good' }
  | { readonly kind: 'expired' | 'stranger'; readonly role: TufRole }
  | { readonly kind: 'changed-target' }

/** TufRepository is a served repository. */
export interface TufRepository {
  readonly server: FileServer
  /** The absolute path of the first root.json. */
  readonly root: string
}

/** TrustFiles are the files that a repository serves, absolute paths by target name. */
export type TrustFiles = Readonly<Record<string, string>>

/** sigstoreTargets are the lab's trust files under the names that Sigstore's repository gives them. */
export function sigstoreTargets({ trust }: Lab): TrustFiles {
  return {
    'trusted_root.json': trust.trustedRoot,
    'signing_config.v0.2.json': trust.signingConfig[1],
    'signing_config_rekor_v2.v0.2.json': trust.signingConfig[2],
  }
}

/** serveTufRepository makes and serves a repository of `files`; the caller closes its server. */
export async function serveTufRepository(lab: Lab, state: TufState, files: TrustFiles): Promise<TufRepository> {
  const directory = await mkdtemp(path.join(lab.places.run, 'tuf-'))
  const targets = path.join(directory, 'files')
  const repository = path.join(directory, 'repository')
  await mkdir(targets)
  for (const [name, file] of Object.entries(files)) await copyFile(file, path.join(targets, name))
  const flags = 'role' in state ? [`--${state.kind}`, state.role] : []
  const script = path.join(import.meta.dirname, 'repository.py')
  const result = await run(path.join(lab.places.venv, 'bin/python'), [script, targets, repository, ...flags])
  if (result.code !== 0) {
    throw new LabError(
      `python-tuf made no repository: ${lastLine(result)}`,
      `Remove ${lab.places.venv} and start again.`,
    )
  }
  if (state.kind === 'changed-target') await changeTarget(path.join(repository, 'targets'))
  return { server: await serveFiles(repository), root: path.join(repository, 'root.json') }
}

/** A change that keeps the length: only the digest can tell. */
async function changeTarget(directory: string): Promise<void> {
  const name = (await readdir(directory)).find((entry) => entry.endsWith('.trusted_root.json'))
  if (name === undefined) throw new Error('the repository has no trusted root')
  const file = path.join(directory, name)
  await writeFile(file, (await readFile(file, 'utf8')).replace('2020-01-01', '2019-01-01'))
}
