/* Does what a stranger does with what a run printed: gets the artifact into the directory of the file, pastes each command. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { printedBlocks } from '../../lab/acceptance/printed-commands.ts'
import { temporaryDirectory, writeFiles } from '../support/builders.ts'
import { expectSuccess } from '../support/oracles.ts'
import type { SandboxRelease } from '../../sandbox/github/releases.ts'
import { inReleaseScene } from './release-scene.ts'
import { inScene, noticesOf, type Run, type Scene, warningsOf } from './sign-scene.ts'

/** Stands for both programs: gh copies the artifact; cosign fails unless the bundle and the file, where it is one, are there. */
const programs = `
gh() {
  case "$1 $2 $3 $4 $5" in
  'run download 3003 -R octo-org/example-iso') [ "$6" = -n ] && cp -R "$ARTIFACTS/$7/." . ;;
  'release download v1.0.0 -R octo-org/example-iso')
    shift 5
    while [ $# -gt 0 ]; do [ "$1" = -p ] && cp "$RELEASE"/$2 . && shift 2 || return 1; done ;;
  *) return 1 ;;
  esac
}
cosign() {
  [ "$1 $2" = 'verify-blob --bundle' ] && [ -f "$3" ] || return 1
  for last; do :; done
  case "$last" in sha256:*) ;; *) [ -f "$last" ] ;; esac
}`

/** Pastes commands, each into a shell of its own, in a directory with these files and nothing else. */
function paste(
  scene: Scene,
  run: Run,
  files: Readonly<Record<string, string>>,
  release?: SandboxRelease,
): readonly (number | null)[] {
  const [directory, artifacts] = [temporaryDirectory(), temporaryDirectory()]
  for (const [name, file] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true })
    copyFileSync(file, path.join(directory, name))
  }
  const artifact = run.outputs['artifact-name'] ?? ''
  for (const [member, bytes] of scene.sandbox.artifacts.members(artifact)) {
    const file = path.join(artifacts, artifact, member)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }
  const attached = temporaryDirectory()
  for (const { name, bytes } of release?.assets ?? []) writeFileSync(path.join(attached, name), bytes)
  // The output names files as the artifact does, which GitHub may not.
  const outputs = release === undefined ? (run.outputs['verify-command'] ?? '').split('\n') : []
  const commands = [...printedBlocks(run.summary), ...outputs]
  return commands.map((command) => {
    const env = { PATH: process.env['PATH'], ARTIFACTS: artifacts, RELEASE: attached }
    return spawnSync('sh', ['-c', `${programs}\n${command}`], { cwd: directory, env }).status
  })
}

/** Asserts that nothing that is to be read or pasted at the end holds a path of the runner but that of the trusted root. */
function expectNoPath(run: Run, { sandbox, workspace }: Scene, elsewhere: string): void {
  const lines = run.stdout.split('\n').filter((line) => /^(?:Signed|Uploaded) /.test(line))
  expect(lines.length).toBeGreaterThan(1)
  const printed = [...lines, run.summary, run.outputs['verify-command']].join('\n')
  const rest = printed.replaceAll(sandbox.trustedRootPath, '')
  for (const directory of [workspace, elsewhere, sandbox.directory]) expect(rest).not.toContain(directory)
}

// An asset takes a second, as GitHub asks for it: first, so that others need not wait for it.
describe('what is printed of a release', () => {
  it.concurrent(
    'downloads file and signatures into an empty directory and verifies them, also where GitHub renamed them',
    () =>
      inReleaseScene({ isDraft: true, files: { 'my x.iso': 'x', 'y.iso': 'y' } }, async (scene) => {
        for (const [name, text] of Object.entries({ 'my x.iso': 'x', 'y.iso': 'y' })) {
          scene.sandbox.releases.attach(scene.release, name, text)
        }
        const run = await scene.attach({ with: { files: '*.iso' } })
        expectSuccess(run)
        expectNoPath(run, scene, '/home/runner')
        expect(paste(scene, run, {}, scene.release)).toEqual(Array(2 + 2).fill(0))
        expect(run.summary).toContain("-p 'my.x.iso*' -p 'y.iso*'")
      }),
  )
})

describe('what is printed', () => {
  it.concurrent('is pasted beside a file that lay outside the workspace', () =>
    inScene({ files: {} }, async (scene) => {
      const elsewhere = temporaryDirectory()
      const [file = ''] = writeFiles(elsewhere, { 'result/iso/zeta.iso': 'built by nix' })
      const run = await scene.sign({ with: { files: file, 'output-directory': path.join(elsewhere, 'out') } })
      expectSuccess(run)
      expectNoPath(run, scene, elsewhere)
      expect(run.outputs['bundle']).toBe(path.join(elsewhere, 'out/zeta.iso.sigstore.json'))
      expect(paste(scene, run, { 'zeta.iso': file })).toEqual([0, 0, 0])
      expect([...noticesOf(run), ...warningsOf(run)]).toEqual([])
    }),
  )

  it.concurrent('is pasted beside several files, all at once and one by one', () =>
    inScene({ files: { 'dist/a.iso': 'a', 'dist/b.iso': 'b', 'notes.txt': 'n' } }, async (scene) => {
      const run = await scene.sign({ with: { files: 'dist/*.iso\nnotes.txt' } })
      expectSuccess(run)
      expectNoPath(run, scene, '/home/runner')
      const at = (name: string): string => path.join(scene.workspace, name)
      const files = { 'a.iso': at('dist/a.iso'), 'b.iso': at('dist/b.iso'), 'notes.txt': at('notes.txt') }
      expect(paste(scene, run, files)).toEqual(Array(2 + 3 + 3).fill(0))
    }),
  )

  it.concurrent('keeps the directories of files of one name, as the artifact does', () =>
    inScene({ files: { 'out/a/x.iso': 'x', 'out/b/x.iso': 'y' } }, async (scene) => {
      const run = await scene.sign({ with: { files: 'out/*/x.iso' } })
      expectSuccess(run)
      const at = (name: string): string => path.join(scene.workspace, 'out', name)
      expect(paste(scene, run, { 'a/x.iso': at('a/x.iso'), 'b/x.iso': at('b/x.iso') })).toEqual(Array(6).fill(0))
    }),
  )
})

describe('annotations', () => {
  it.concurrent('are for what needs somebody: one notice, about exclusions that exclude nothing', () =>
    inScene({}, async (scene) => {
      expectSuccess(await scene.sign({ with: { 'upload-artifact': 'false' } }))
      const run = await scene.sign({ with: { files: 'x.iso*\nx.iso\n!y.iso\n!z.iso' } })
      expectSuccess(run)
      expect(noticesOf(run)).toEqual([expect.stringContaining("'!y.iso', '!z.iso'")])
      expect(warningsOf(run)).toEqual([])
    }),
  )
})
