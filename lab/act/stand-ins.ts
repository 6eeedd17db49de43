/*
 * Owns the directories that act takes in place of repositories that it cannot clone: the product itself, the artifact
 * actions, installers of cosign and of Nix. Each is an action.yml and little else; nothing of theirs is copied. And the
 * programs and files that a workflow expects of its machine and its repository.
 */
import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'

/** How examples name the product before it has a home. */
const product = 'OWNER/keyless-sign'

/** makeStandIns writes every stand-in for the actions that `workflow` uses; returns act's --local-repository flags. */
export async function makeStandIns(lab: Lab, directory: string, workflow: string): Promise<string[]> {
  const flags: string[] = []
  const used = Array.from(workflow.matchAll(/uses:\s*([^\s./][^\s]*)/g), ([, reference = '']) => reference)
  for (const reference of new Set(used)) {
    const [name = '', version = ''] = reference.split('@')
    const isProduct = name.startsWith(`${product}/`) || name === product
    const make = isProduct ? copyProduct : makers[name]
    // act itself skips the checkout of the repository that it runs.
    if (!make) continue
    // An action in a subdirectory is found in its repository.
    const repository = name.split('/').slice(0, 2).join('/')
    const target = path.join(directory, repository.replace('/', '-'))
    await mkdir(target, { recursive: true })
    await make(lab, target)
    flags.push('--local-repository', `${repository}@${version}=${target}`)
  }
  return flags
}

/** copyProduct copies what a runner needs of the product; the lab's trust is the default of its inputs there. */
export async function copyProduct(lab: Lab, target: string): Promise<void> {
  const { project } = lab.places
  for (const name of ['dist', 'verify'])
    await cp(path.join(project, name), path.join(target, name), { recursive: true })
  for (const file of ['action.yml', 'verify/action.yml']) {
    await copyFile(path.join(project, file), path.join(target, file))
    const text = await readFile(path.join(target, file), 'utf8')
    const { trustedRoot, signingConfig } = lab.trust
    const defaults = { 'trusted-root': trustedRoot, 'signing-config': signingConfig[1], issuer: lab.issuer.url }
    const changed = Object.entries(defaults).reduce((all, [input, value]) => withDefault(all, input, value), text)
    await writeFile(path.join(target, file), changed)
  }
}

type Maker = (lab: Lab, target: string) => Promise<void>

const makers: Readonly<Record<string, Maker>> = {
  'actions/upload-artifact': (_, target) => nodeAction(target, 'upload-artifact.ts'),
  'actions/download-artifact': (_, target) => nodeAction(target, 'download-artifact.ts'),
  'DeterminateSystems/nix-installer-action': nixInstaller,
  'sigstore/cosign-installer': cosignInstaller,
  'goreleaser/goreleaser-action': goreleaser,
}

/** writeMakefile writes what the short examples build: `make image.iso`. */
export async function writeMakefile(workspace: string): Promise<void> {
  await writeFile(path.join(workspace, 'Makefile'), 'image.iso:\n\tseq 100000 > $@\n')
}

/** makeGh writes a `gh` that knows what the examples ask of it; returns its directory. */
export async function makeGh(directory: string): Promise<string> {
  const tools = path.join(directory, 'gh')
  await mkdir(tools)
  const file = path.join(import.meta.dirname, 'gh.ts')
  await writeFile(path.join(tools, 'gh'), `#!/bin/sh\nexec node '${file}' "$@"\n`, { mode: 0o755 })
  return tools
}

/** makeSudo writes a `sudo` that runs its arguments, for a machine whose only user is root; returns its directory. */
export async function makeSudo(directory: string): Promise<string> {
  const tools = path.join(directory, 'tools')
  await mkdir(tools)
  await writeFile(path.join(tools, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 })
  return tools
}

async function nodeAction(target: string, module: string): Promise<void> {
  const file = path.join(import.meta.dirname, module)
  await writeFile(path.join(target, 'index.mjs'), `await import(${JSON.stringify(file)})\n`)
  await writeAction(target, { using: 'node24', main: 'index.mjs' })
}

/** cosignInstaller puts a cosign on PATH that trusts the lab as the real one trusts the public instance. */
async function cosignInstaller({ places, trust }: Lab, target: string): Promise<void> {
  const cosign = path.join(target, 'cosign')
  const real = path.join(places.path, 'cosign')
  const text = `#!/bin/sh\nexec '${real}' "$@" --trusted-root '${trust.trustedRoot}'\n`
  await writeFile(cosign, text, { mode: 0o755 })
  const steps = [{ run: `echo '${target}' >> "$GITHUB_PATH"`, shell: 'bash' }]
  await writeAction(target, { using: 'composite', steps })
}

/** goreleaser makes what a GoReleaser with the example's settings makes: a program, the list of checksums, a draft of both. */
async function goreleaser(_: Lab, target: string): Promise<void> {
  const script = `mkdir -p dist && cd dist
echo program > program.tar.gz
sha256sum program.tar.gz > checksums.txt
GH_TOKEN="$GITHUB_TOKEN" gh release create "$GITHUB_REF_NAME" --draft program.tar.gz checksums.txt`
  await writeAction(target, { using: 'composite', steps: [{ run: script, shell: 'bash' }] })
}

/** What `nix build .#packages.SYSTEM.installer-iso` leaves: a link into a store that nobody may write to. */
const NIX = `#!/bin/sh
set -eu
for package do :; done
architecture=$(expr "$package" : '.*packages\\.\\(.*\\)-linux')
store=$(mktemp -d)
mkdir "$store/iso"
{ echo "$architecture"; seq 100000; } > "$store/iso/zeta-installer-$architecture.iso"
chmod -R a-w "$store"
ln -sfn "$store" result
`

/** nixInstaller puts a `nix` on PATH that builds nothing and leaves what Nix leaves. */
async function nixInstaller(_: Lab, target: string): Promise<void> {
  await writeFile(path.join(target, 'nix'), NIX, { mode: 0o755 })
  const steps = [{ run: `echo '${target}' >> "$GITHUB_PATH"`, shell: 'bash' }]
  await writeAction(target, { using: 'composite', steps })
}

/** writeAction writes an action.yml: JSON is YAML. */
async function writeAction(target: string, runs: object): Promise<void> {
  const action = { name: 'stand-in', description: 'A stand-in of the lab', runs }
  await writeFile(path.join(target, 'action.yml'), JSON.stringify(action))
}

function withDefault(text: string, input: string, value: string): string {
  const pattern = new RegExp(`^( {2}${input}:\\n(?: {4}.*\\n)*? {4}default:) .*$`, 'm')
  return text.replace(pattern, (_, before: string) => `${before} ${JSON.stringify(value)}`)
}
