/* Shows what inspectFile says of every kind of thing that a path can lead to. POSIX only: links, FIFOs, owners. */
import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { inspectFile } from '../../../src/core/files/selected-file.ts'
import { callUnprivileged } from '../../support/child.ts'
import { newDirectory, newWorkspace } from '../../support/workspace.ts'

const inspect = (workspace: string, name: string): ReturnType<typeof inspectFile> =>
  inspectFile(path.join(workspace, name), workspace)

describe('inspectFile', () => {
  it.each([
    'x.iso',
    'dir/with spaces/x.iso',
    "tab\t'quote' $(id) `id` ;.iso",
    '100%2F%00%0A::error::x.iso',
    '-x.iso',
    '.x.iso',
    '::set-output name=a::b.iso',
    'image[1].iso',
    'Füße 日本.iso',
  ])('accepts a file called %j', async (name) => {
    const workspace = newWorkspace(name)
    const file = path.join(workspace, name)
    const size = BigInt(Buffer.byteLength(name))
    expect(await inspect(workspace, name)).toMatchObject({ name, path: file, realPath: file, facts: { size } })
  })

  it('names a file outside the workspace by its absolute path', async () => {
    const file = path.join(newWorkspace('x.iso'), 'x.iso')
    expect(await inspectFile(file, newDirectory())).toMatchObject({ name: file, path: file })
  })

  it('accepts a link to a file and gives its real path', async () => {
    const elsewhere = newWorkspace('x.iso')
    const workspace = newDirectory()
    symlinkSync(path.join(elsewhere, 'x.iso'), path.join(workspace, 'latest.iso'))
    expect(await inspect(workspace, 'latest.iso')).toMatchObject({
      name: 'latest.iso',
      path: path.join(workspace, 'latest.iso'),
      realPath: path.join(elsewhere, 'x.iso'),
      facts: { size: 5n },
    })
  })

  it('accepts a hard link', async () => {
    const workspace = newWorkspace('x.iso')
    linkSync(path.join(workspace, 'x.iso'), path.join(workspace, 'y.iso'))
    expect(await inspect(workspace, 'y.iso')).toMatchObject({ name: 'y.iso' })
  })

  it('refuses what does not exist', async () => {
    await expect(inspect(newDirectory(), 'x.iso')).rejects.toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      message: "No such file: 'x.iso'",
    })
  })

  it('refuses an empty file', async () => {
    const workspace = newDirectory()
    writeFileSync(path.join(workspace, 'x.iso'), '')
    await expect(inspect(workspace, 'x.iso')).rejects.toMatchObject({ code: 'E_FILE_EMPTY' })
  })

  it('refuses a directory and says how to name its files', async () => {
    const workspace = newWorkspace('dist/x.iso')
    await expect(inspect(workspace, 'dist')).rejects.toMatchObject({
      code: 'E_FILE_TYPE',
      message: "'dist' is a directory; give a file or 'dir/*'",
      fix: expect.stringContaining("'dist/*'"),
    })
  })

  it('refuses a FIFO without waiting for a writer', async () => {
    const workspace = newDirectory()
    execFileSync('mkfifo', [path.join(workspace, 'x.iso')])
    await expect(inspect(workspace, 'x.iso')).rejects.toMatchObject({
      code: 'E_FILE_TYPE',
      message: "'x.iso' is a FIFO, not a regular file",
    })
  })

  it('refuses a socket', async () => {
    const workspace = newDirectory()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(path.join(workspace, 's'), resolve))
    await expect(inspect(workspace, 's')).rejects.toMatchObject({ message: "'s' is a socket, not a regular file" })
    await new Promise((resolve) => server.close(resolve))
  })

  it.each(['/dev/null', '/dev/zero'])('refuses the device %s', async (device) => {
    await expect(inspectFile(device, newDirectory())).rejects.toMatchObject({
      code: 'E_FILE_TYPE',
      message: `'${device}' is a character device, not a regular file`,
    })
  })

  it('refuses a broken link', async () => {
    const workspace = newDirectory()
    symlinkSync('gone.iso', path.join(workspace, 'x.iso'))
    await expect(inspect(workspace, 'x.iso')).rejects.toMatchObject({
      code: 'E_FILE_NOT_FOUND',
      message: "'x.iso' is a broken symbolic link",
    })
  })

  it('refuses a loop of links', async () => {
    const workspace = newDirectory()
    symlinkSync('b', path.join(workspace, 'a'))
    symlinkSync('a', path.join(workspace, 'b'))
    await expect(inspect(workspace, 'a')).rejects.toMatchObject({ code: 'E_FILE_LOOP' })
  })

  it.each([
    ['\n', '\\n'],
    ['\r', '\\r'],
    ['\u001b', '\\u001b'],
    ['\u0085', '\\u0085'],
  ])('refuses the control character %j in a name', async (character, shown) => {
    await expect(inspect(newWorkspace(`x${character}.iso`), `x${character}.iso`)).rejects.toMatchObject({
      code: 'E_FILE_NAME',
      message: expect.stringContaining(`contains a control character (${shown})`),
    })
  })

  it('refuses a name that is too long', async () => {
    await expect(inspect(newDirectory(), 'x'.repeat(256))).rejects.toMatchObject({ code: 'E_FILE_NAME' })
  })
})

describe('inspectFile without privileges', () => {
  const call = (workspace: string, name: string): unknown =>
    callUnprivileged({
      module: 'src/core/files/selected-file.ts',
      call: 'inspectFile',
      input: [path.join(workspace, name), workspace],
    })

  it('names mode and owner of a file that may not be read', () => {
    const workspace = newWorkspace('x.iso')
    chmodSync(path.join(workspace, 'x.iso'), 0o000)
    expect(call(workspace, 'x.iso')).toMatchObject({
      code: 'E_FILE_PERMISSION',
      message: expect.stringMatching(/^permission denied: 'x\.iso' \(mode 0000, owner \d+:\d+; this runs as \d+\)$/),
      fix: expect.stringContaining('chmod a+r'),
    })
  })

  it('names the directory that may not be entered', () => {
    const workspace = newWorkspace('outer/inner/x.iso')
    chmodSync(path.join(workspace, 'outer'), 0o600)
    const failure = call(workspace, 'outer/inner/x.iso')
    // Whoever runs the tests without privileges could not remove it otherwise.
    chmodSync(path.join(workspace, 'outer'), 0o700)
    expect(failure).toMatchObject({
      code: 'E_FILE_PERMISSION',
      message: expect.stringContaining(`permission denied: directory '${workspace}/outer' (mode 0600, owner`),
    })
  })
})
