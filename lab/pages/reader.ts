/*
 * Owns the place of somebody who follows the pages: a directory with what was signed, a `gh` that has the release and the run, and
 * tools that trust the lab as they trust the public instance. Judges nothing.
 */
import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CLI } from '../../sandbox/runner/run-cli.ts'
import type { Command } from '../acceptance/verifiers.ts'
import type { Lab } from '../lab.ts'
import type { ProductionWorld } from '../proxy/production.ts'
import { publicUser } from '../proxy/public-user.ts'

/** Reader is somebody with a page before them. */
export interface Reader {
  /** Absolute path; empty but for the verifier until a command of the page gets the files. */
  readonly directory: string
  /** Returns a text of the page as bash runs it there; `cosign` is another program of the lab where one is named. */
  paste(text: string, how?: { readonly offline?: boolean; readonly cosign?: string }): Command
  /** The `cosign initialize` that makes the lab's repository the trusted one. */
  readonly initialize: Command
}

/** RELEASE is the release of keyless-sign whose verifier the pages get: its newest. */
export const RELEASE = 'v0.1.0'

/** What stands for GitHub's CLI knows the verifier's release, a release and the artifact of a run, which hold the same here, and nothing else. */
const GH = `#!/bin/sh
verifier='release download ${RELEASE} --repo OWNER/keyless-sign --pattern keyless-verify.mjs*'
[ "$*" = "$verifier" ] && exec cp "$SIGNED"/keyless-verify.mjs* .
case "$1 $2" in
'release download') [ "$3 $4 $5" = 'v1.2.3 --repo OWNER/REPO' ] || exit 1 ;;
'run download') [ "$3 $4 $5 $6 $7" = '3003 --repo OWNER/REPO --name image.iso.sigstore' ] || exit 1 ;;
*) exit 1 ;;
esac
exec cp -R "$SIGNED/." .
`

/** newReader makes the place; `signed` is a directory with all that was signed and its signature files. */
export async function newReader(lab: Lab, world: ProductionWorld, signed: string): Promise<Reader> {
  const place = await mkdtemp(path.join(lab.places.run, 'reader-'))
  const [directory, tools] = [path.join(place, 'downloads'), path.join(place, 'bin')]
  for (const each of [directory, tools]) await mkdir(each)
  await copyFile(CLI, path.join(directory, 'keyless-verify.mjs'))
  const user = await publicUser(lab, world)
  await writeTool(tools, 'gh', GH)
  await writeTool(tools, 'node', nodeThatTrusts(world.repository.root))
  const versions = ['cosign2', 'cosign306', 'cosign3']
  for (const name of versions) {
    await mkdir(path.join(place, name))
    await writeTool(path.join(place, name), 'cosign', `#!/bin/sh\nexec '${path.join(lab.places.bin, name)}' "$@"\n`)
  }
  const command = (program: string, args: readonly string[], offline = false, cosign?: string): Command => {
    const environment = offline ? user.offline : user.environment
    const first = cosign === undefined ? [tools] : [path.join(place, cosign), tools]
    const search = [...first, environment['PATH'] ?? ''].join(':')
    const authority = { NODE_EXTRA_CA_CERTS: world.tls.authorityFile }
    return {
      program,
      args,
      cwd: directory,
      env: { ...environment, ...authority, SIGNED: signed, PATH: search },
    }
  }
  return {
    directory,
    paste: (text, { offline, cosign } = {}) => command('bash', ['-euo', 'pipefail', '-c', text], offline, cosign),
    initialize: command(path.join(lab.places.path, 'cosign'), user.initialize),
  }
}

/** keyless-verify has Sigstore's own TUF root inside, which the lab's repository cannot be of. */
function nodeThatTrusts(root: string): string {
  return `#!/bin/sh
case " $* " in
*' --trusted-root '*) exec '${process.execPath}' "$@" ;;
*) exec '${process.execPath}' "$@" --tuf-root '${root}' ;;
esac
`
}

async function writeTool(directory: string, name: string, text: string): Promise<void> {
  await writeFile(path.join(directory, name), text, { mode: 0o755 })
}
