/* Signs files whose names try to act: as a workflow command, in a shell, in Markdown. No name of them may do more than be shown. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { identityIn } from '../../sandbox/oracles/second-opinion.ts'
import { expectRefused, expectSigned, inScene, type Run, type Scene } from './sign-scene.ts'

/** Runs printed commands as printed, with `cosign` and `sigstore` standing for what they got as words. */
function wordsOf(command: string, cwd: string): readonly string[] {
  const script = `cosign() { printf '%s\\0' cosign "$@"; }; sigstore() { printf '%s\\0' sigstore "$@"; }\n${command}`
  return execFileSync('sh', ['-c', script], { cwd, encoding: 'utf8' }).split('\0').slice(0, -1)
}

/** Fenced shell blocks of a summary, in which Markdown and HTML mean nothing. */
const fences = /^(`{3,})sh\n([^]*?)\n\1$/gm

function blocksOf({ summary }: Run): readonly string[] {
  return [...summary.matchAll(fences)].map(([, , block = '']) => block)
}

function expectedWords({ sandbox }: Scene, name: string): readonly string[] {
  const file = name.startsWith('-') ? `./${name}` : name
  return [
    'cosign',
    'verify-blob',
    '--bundle',
    `${file}.sigstore.json`,
    '--trusted-root',
    sandbox.trustedRootPath,
    '--certificate-identity',
    identityIn(sandbox),
    '--certificate-oidc-issuer',
    sandbox.urls.oidc,
    file,
  ]
}

const hostile = [
  '##[set-output name=verified]true.iso',
  '$(touch hacked) `touch hacked` ; touch hacked.iso',
  '%0A::error::x%2F%00.iso',
  '-rf.iso',
  ' ::error title=E::x.iso',
  `it's "quoted".iso`,
  '<img src=x onerror=1>|a|```.iso',
  'zero width\u200bspace \u202eosi.iso',
]

describe('file names', () => {
  it.concurrent('I23, I25, I29, X21, X25, X26 are signed and shown, and do nothing else, whatever they say', () =>
    inScene({ files: Object.fromEntries(hostile.map((name) => [name, name])) }, async (scene) => {
      const run = await scene.sign({ with: { files: '*.iso', 'upload-artifact': 'false' } })
      expectSigned(scene, run, ...hostile)
      expect(Object.keys(run.outputs)).not.toContain('verified')
      const results = JSON.parse(run.outputs['results'] ?? '') as readonly { file: string; verifyCommand: string }[]
      expect(results.map(({ file }) => file).sort()).toEqual([...hostile].sort())
      expect(run.summary.replaceAll(fences, '')).not.toMatch(/<img|\|a\|/)
      // What cannot be seen is printed as $'...', which not every sh knows.
      const plain = results.filter(({ verifyCommand }) => !verifyCommand.includes("$'"))
      expect(plain).toHaveLength(hostile.length - 1)
      for (const { file, verifyCommand } of plain) {
        expect(wordsOf(verifyCommand, scene.workspace)).toEqual(expectedWords(scene, file))
      }
      const blocks = blocksOf(run).filter((block) => !block.includes("$'"))
      expect(blocks.map((block) => wordsOf(block, scene.workspace))).toEqual(
        plain.map(({ file }) => expectedWords(scene, file)),
      )
    }),
  )

  it.concurrent('I23 become harmless artifact names', () =>
    inScene({ files: { '##[set-output name=a]b.iso': 'x' } }, async (scene) => {
      const run = await scene.sign({ with: { files: '*.iso' } })
      expectSigned(scene, run, '##[set-output name=a]b.iso')
      expect(run.outputs['artifact-name']).toBe('___set-output_name_a_b.iso.sigstore')
    }),
  )

  it.concurrent.each([
    ['::set-output name=a::x.iso', ':'],
    ['back\\slash.iso', '\\'],
  ])('I22 that the artifact service would not keep end the run before anything is asked: %s', (name, character) =>
    inScene({ files: { [name]: 'x' } }, async (scene) => {
      expectRefused(
        await scene.sign({ with: { files: '*.iso' } }),
        'E_FILE_NAME',
        `contains the character '${character}'`,
      )
      expect(scene.sandbox.requests).toEqual([])
    }),
  )

  it.concurrent('I7, I8 are taken as they are before they are taken as patterns', () =>
    inScene({ files: { 'image[1].iso': 'a', '#x.iso': 'b', '!y.iso': 'c', ' lead.iso': 'd' } }, async (scene) => {
      const run = await scene.sign({ with: { files: 'image[1].iso\n./#x.iso\n./!y.iso\n./ lead.iso' } })
      expectSigned(scene, run, 'image[1].iso', '#x.iso', '!y.iso', ' lead.iso')
    }),
  )
})
