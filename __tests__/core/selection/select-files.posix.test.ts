/* Shows which files the lines of `files` select, and what is said when a line selects nothing. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { matchPattern } from '../../../src/adapters/glob.ts'
import { selectFiles } from '../../../src/core/selection/select-files.ts'
import { newLog } from '../../support/recording-log.ts'
import { failing, names } from '../../support/selecting.ts'
import { newDirectory, newWorkspace } from '../../support/workspace.ts'

describe('names', () => {
  it('are taken in their order, relative and absolute', async () => {
    const workspace = newWorkspace('b.iso', 'dist/a.iso')
    expect(await names(workspace, './b.iso', path.join(workspace, 'dist/../dist/a.iso'))).toEqual([
      'b.iso',
      'dist/a.iso',
    ])
  })

  it.each(['image[1].iso', './#x.iso', './!x.iso', './ lead.iso', 'what?.iso', '*.iso', 'back\\slash.iso'])(
    'are a file before they are a pattern: %j',
    async (line) => {
      const name = path.normalize(line)
      expect(await names(newWorkspace(name, 'image1.iso', 'other.iso'), line)).toEqual([name])
    },
  )

  it('may lead out of the workspace, and the log tells where', async () => {
    const workspace = newWorkspace('repository/y.iso', 'build/x.iso')
    const log = newLog()
    const [file] = await selectFiles(['../build/x.iso', 'y.iso'], path.join(workspace, 'repository'), {
      log,
      matchPattern,
    })
    expect(file).toMatchObject({ name: `${workspace}/build/x.iso`, realPath: `${workspace}/build/x.iso` })
    expect(log.infos).toEqual([`'${workspace}/build/x.iso' lies outside the workspace`])
  })

  it('may be links, and the log tells the real path', async () => {
    const workspace = newWorkspace('x-1.iso')
    const log = newLog()
    symlinkSync('x-1.iso', path.join(workspace, 'latest.iso'))
    expect(await selectFiles(['latest.iso'], workspace, { log, matchPattern })).toMatchObject([{ name: 'latest.iso' }])
    expect(log.infos).toEqual([`'latest.iso' leads to the file '${workspace}/x-1.iso'`])
  })

  it('that exist nowhere are refused, with the nearest ones', async () => {
    expect(await failing(newWorkspace('dist/x86_64.iso', 'dist/readme'), 'dist/x86-64.iso')).toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      message: "No such file: 'dist/x86-64.iso'",
      fix: expect.stringMatching(/^did you mean 'dist\/x86_64\.iso'\? /),
    })
  })

  it('in a list are refused with their count', async () => {
    expect(await failing(newWorkspace('a.iso', 'c.iso'), 'a.iso', 'b.iso', 'c.iso')).toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      message: "1 of 3 paths matched nothing: 'b.iso'",
      fix: expect.stringContaining("did you mean 'a.iso' or 'c.iso'?"),
    })
  })

  it('of directories are refused', async () => {
    expect(await failing(newWorkspace('dist/x.iso'), 'dist')).toMatchObject({ code: 'E_FILE_TYPE' })
    expect(await failing(newWorkspace('dist/x.iso', 'a'), 'dist', '!a')).toMatchObject({ code: 'E_FILE_TYPE' })
  })

  it('that lead below a file are refused as missing', async () => {
    expect(await failing(newWorkspace('x.iso'), 'x.iso/y')).toMatchObject({ code: 'E_FILE_NOT_FOUND' })
  })

  it('given twice count once, with a log line', async () => {
    const log = newLog()
    const files = await selectFiles(['x.iso', './x.iso', '*.iso'], newWorkspace('x.iso'), { log, matchPattern })
    expect(files).toHaveLength(1)
    expect(log.infos).toEqual(Array(2).fill("'x.iso' is listed twice; it counts once"))
  })
})

describe('patterns', () => {
  it('match files and hidden files, but no directory', async () => {
    const workspace = newWorkspace('dist/a.iso', 'dist/.b.iso', 'dist/c.iso/inner', 'dist/d.txt')
    expect((await names(workspace, 'dist/*.iso')).toSorted()).toEqual(['dist/.b.iso', 'dist/a.iso'])
  })

  it('reach below with **', async () => {
    const workspace = newWorkspace('a.iso', 'dist/b.iso', 'dist/sub/c.iso')
    expect((await names(workspace, '**/*.iso')).toSorted()).toEqual(['a.iso', 'dist/b.iso', 'dist/sub/c.iso'])
  })

  it('start in the workspace, whatever characters its path holds', async () => {
    const workspace = path.join(newWorkspace('w [1] *?\\/dist/x.iso'), 'w [1] *?\\')
    expect(await names(workspace, './dist/../dist/*.iso')).toEqual(['dist/x.iso'])
  })

  it('go through a link to a directory outside the workspace, as a Nix result is', async () => {
    const store = newWorkspace('nixos.iso')
    const workspace = newDirectory()
    symlinkSync(store, path.join(workspace, 'result'))
    const log = newLog()
    expect(await selectFiles(['result/*.iso'], workspace, { log, matchPattern })).toMatchObject([
      { name: 'result/nixos.iso', path: `${workspace}/result/nixos.iso`, realPath: `${store}/nixos.iso` },
    ])
    expect(log.infos).toEqual([`'result/nixos.iso' leads to the file '${store}/nixos.iso'`])
  })

  it.each(['dist/*.iso', 'nowhere/*'])('that match nothing are refused: %s', async (pattern) => {
    expect(await failing(newWorkspace('dist/x.img'), pattern)).toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      message: `Pattern '${pattern}' matched no files`,
    })
  })

  it('that match only directories are refused', async () => {
    expect(await failing(newWorkspace('dist/a/x', 'dist/b/y'), 'dist/*')).toMatchObject({
      code: 'E_FILE_TYPE',
      message: "Pattern 'dist/*' matched only directories",
      fix: expect.stringContaining("'dist/*/*'"),
    })
  })

  it('that match more files than the limit are refused', async () => {
    const workspace = newDirectory()
    for (let index = 0; index < 1025; index += 1) writeFileSync(path.join(workspace, `${index}`), 'x')
    expect(await failing(workspace, '*')).toMatchObject({
      code: 'E_INPUT_FILES',
      message: "Input 'files' matched 1025 files; the limit is 1024",
    })
  })

  it('that match a broken link are refused, not shortened', async () => {
    const workspace = newWorkspace('dist/a.iso')
    symlinkSync('gone', path.join(workspace, 'dist/b.iso'))
    expect(await failing(workspace, 'dist/*.iso')).toMatchObject({ message: "'dist/b.iso' is a broken symbolic link" })
  })

  it('that match a broken link behind a linked directory are refused, too', async () => {
    const store = newWorkspace('a.iso')
    symlinkSync('gone', path.join(store, 'b.iso'))
    const workspace = newDirectory()
    symlinkSync(store, path.join(workspace, 'result'))
    expect(await failing(workspace, 'result/*.iso')).toMatchObject({
      message: "'result/b.iso' is a broken symbolic link",
    })
  })

  it('do not mind a broken link that they do not match', async () => {
    const workspace = newWorkspace('dist/a.iso')
    mkdirSync(path.join(workspace, 'other'))
    symlinkSync('gone', path.join(workspace, 'other/link'))
    symlinkSync('gone', path.join(workspace, 'dist/b.iso'))
    expect(await names(workspace, '**/*.iso', '!**/b.iso')).toEqual(['dist/a.iso'])
  })

  it('below a broken link are refused for that link', async () => {
    const workspace = newDirectory()
    symlinkSync('gone', path.join(workspace, 'result'))
    expect(await failing(workspace, 'result/*.iso')).toMatchObject({ message: "'result' is a broken symbolic link" })
  })

  it('that meet a loop of links are refused', async () => {
    const workspace = newWorkspace('dist/a.iso')
    symlinkSync('b.iso', path.join(workspace, 'dist/b.iso'))
    expect(await failing(workspace, 'dist/*.iso')).toMatchObject({ code: 'E_FILE_LOOP' })
  })

  it('that match a name with a line feed are refused', async () => {
    expect(await failing(newWorkspace('a\nb.iso'), '*.iso')).toMatchObject({
      code: 'E_FILE_NAME',
      message: expect.stringContaining('contains a control character (\\n)'),
    })
  })
})
