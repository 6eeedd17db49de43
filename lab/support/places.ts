/*
 * Owns where everything of the lab lies: all of it in one cache directory outside the tree, nothing in the project.
 * The only module of the lab that reads the environment for its own settings. Must not create anything.
 */
import { homedir } from 'node:os'
import path from 'node:path'

/** Places are absolute paths; `run` and `log` are emptied at every start, the others are kept. */
export interface Places {
  readonly cache: string
  /** Built programs, each as NAME, with NAME.version beside it. */
  readonly bin: string
  /** A directory that holds cosign 3 under the name `cosign`, for commands that people are told to run. */
  readonly path: string
  /** The Python environment of sigstore-python. */
  readonly venv: string
  /** Trillian's database schema, SQL. */
  readonly schema: string
  /** Keys and certificate chains of every service. */
  readonly pki: string
  readonly log: string
  readonly run: string
  /** Who runs the lab now, and what it started. */
  readonly lock: string
  /** The project that this lab belongs to. */
  readonly project: string
}

/** places returns the lab's places: under `KEYLESS_SIGN_LAB`, else under the user's cache directory. */
export function places(): Places {
  const userCache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache')
  const cache = path.resolve(process.env['KEYLESS_SIGN_LAB'] ?? path.join(userCache, 'keyless-sign-lab'))
  const inCache = (name: string) => path.join(cache, name)
  return {
    cache,
    bin: inCache('bin'),
    path: inCache('path'),
    venv: inCache('venv'),
    schema: inCache('trillian-storage.sql'),
    pki: inCache('pki'),
    log: inCache('log'),
    run: inCache('run'),
    lock: inCache('lab.lock'),
    project: path.resolve(import.meta.dirname, '../..'),
  }
}
