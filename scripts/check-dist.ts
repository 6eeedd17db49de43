/*
 * Owns the proof that dist/ is what the sources give: rebuilds it and fails where git then sees any difference, a file
 * too many or too few included. Needs a clean dist/ to start from.
 */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const root = path.dirname(import.meta.dirname)

async function main(): Promise<void> {
  const run = promisify(execFile)
  await run(process.execPath, [path.join(root, 'scripts', 'build.ts')], { cwd: root })
  // `git diff` would see neither a chunk that is left over nor one that was never added.
  const { stdout } = await run('git', ['status', '--porcelain', '--untracked-files=all', '--', 'dist'], { cwd: root })
  if (stdout === '') {
    console.log('dist equals a fresh build')
    return
  }
  console.error(`dist differs from a fresh build; run "npm run build" and commit the result:\n${stdout}`)
  process.exitCode = 1
}

await main()
