/*
 * Owns dist/verify-cli/keyless-verify.mjs: what is downloaded alone, so that everything is in it, its licences, too.
 */
import { isBuiltin } from 'node:module'
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PackageLicence } from './licence-list.ts'
import { usage } from '../src/adapters/terminal/usage.ts'
import { notices } from './notices.ts'

/** SINGLE_FILE is its name. */
export const SINGLE_FILE = 'keyless-verify.mjs'

const SHEBANG = '#!/usr/bin/env node\n'

/** makeSingleFile makes one file of a directory that ncc wrote; throws where it would need another one. */
export async function makeSingleFile(
  root: string,
  directory: string,
  licences: readonly PackageLicence[],
): Promise<void> {
  const written = (await readdir(directory)).sort()
  if (written.join() !== 'index.js,package.json') throw new Error(`not one file, but ${written.join(', ')}`)
  const code = await readFile(path.join(directory, 'index.js'), 'utf8')
  if (!code.startsWith(SHEBANG)) throw new Error(`${directory}: the entry does not begin with ${SHEBANG}`)
  const outside = [...code.matchAll(/__WEBPACK_EXTERNAL_createRequire\(import\.meta\.url\)\("([^"]*)"\)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !isBuiltin(name))
  if (outside.length > 0) throw new Error(`would look for ${outside.join(', ')} beside it, and run whatever is there`)
  const source = await readFile(path.join(root, 'src/adapters/terminal/prologue.mjs'), 'utf8')
  const prologue = source.replace("'USAGE'", () => JSON.stringify(usage.trimEnd()))
  const file = path.join(directory, SINGLE_FILE)
  const ours = 'keyless-verify is licensed under the Apache License, Version 2.0. Other code in this file'
  const comment = notices(licences, ours).replaceAll('*/', '* /')
  await writeFile(file, `${SHEBANG}${prologue}${code.slice(SHEBANG.length)}\n/*\n${comment}*/\n`)
  await chmod(file, 0o755)
  for (const name of written) await rm(path.join(directory, name))
}
