import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { shellPath, shellWord } from '../../../src/core/commands/shell.ts'
import { verifyCommand } from '../../../src/core/commands/verify-commands.ts'
import { aSigning, aSubject } from '../../support/signing.ts'

const names = [
  'plain.iso',
  'with space.iso',
  "it's.iso",
  '"double".iso',
  '$(touch pwned).iso',
  '`touch pwned`.iso',
  'a;b&c|d>e<f.iso',
  '~root.iso',
  'a*?[b].iso',
  '#x.iso',
  '!x.iso',
  'back\\slash.iso',
  'zero\u200bwidth\u202e.iso',
  'Zürich.iso',
  '',
]

function wordsOf(commandLine: string): readonly string[] {
  return execFileSync('bash', ['-c', `printf '%s\\0' ${commandLine}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)
}

describe('shellWord', () => {
  it.each(names)('gives %j back from a shell', (name) => {
    expect(wordsOf(shellWord(name))).toEqual([name])
  })

  it('shows no character that cannot be seen', () => {
    expect(shellWord('a\u202e')).toBe("$'a\\342\\200\\256'")
  })
})

describe('shellPath', () => {
  it.each([
    ['-rf.iso', './-rf.iso'],
    ['sha256:ab', './sha256:ab'],
    ['https://x', './https://x'],
    ['dist/-x.iso', 'dist/-x.iso'],
    ['C:/x.iso', 'C:/x.iso'],
    ['/tmp/x:y', '/tmp/x:y'],
  ])('writes %s as %s', (path, word) => {
    expect(shellPath(path)).toBe(word)
  })
})

it.each(names.filter((name) => name !== ''))(
  'a verify command has the same words whatever the file is called: %j',
  (name) => {
    const words = wordsOf(verifyCommand(aSigning(), aSubject(name, { size: 1 })))
    expect([words[3], words.at(-1), words.length]).toEqual([`${name}.sigstore.json`, name, 9])
  },
)
