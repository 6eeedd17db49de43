/*
 * Owns calls of our functions in a process of its own: as a user without privileges, under a umask or a size limit.
 * Must not run as root where the test is about permissions: root may do everything.
 */
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Text } from '../../src/core/types.ts'

/** ChildFailure is what the child's call threw. */
export interface ChildFailure {
  readonly code: string
  readonly message: string
  readonly fix: string
}

/** ChildOptions name the function, its arguments (as JSON) and the shell words that come before the process starts. */
export interface ChildOptions {
  /** Path of the module below the repository, and the name of the function in it. */
  readonly module: string
  readonly call: string
  readonly input: readonly unknown[]
  /** A shell command such as `umask 077`. */
  readonly before?: string
}

const root = path.resolve(import.meta.dirname, '../..')

// Drops root's privileges after loading, because `nobody` may not be allowed to read the repository.
const script = `
  const [url, call, input] = process.argv.slice(1)
  const module = await import(url)
  if (process.getuid?.() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534) }
  const log = { info() {}, notice() {}, warning() {} }
  const values = JSON.parse(input, (key, value) => (value === 'LOG' ? log : value?.TEXT === undefined ? value : () => value.TEXT))
  try {
    await module[call](...values)
    console.log('null')
  } catch ({ code, message, fix }) {
    console.log(JSON.stringify({ code, message, fix }))
  }
`

/** A function is a text that is given when it is asked for, and gives the same one there. */
function withTexts(_: string, value: unknown): unknown {
  return typeof value === 'function' ? { TEXT: (value as Text)() } : value
}

/** callUnprivileged calls a function in a child that is not root; returns what it threw, or null. The word LOG is a log. */
export function callUnprivileged({ module, call, input, before = 'true' }: ChildOptions): ChildFailure | null {
  const url = pathToFileURL(path.join(root, module)).href
  const command = `${before} && exec "$@"`
  const words = [
    process.execPath,
    '--input-type=module',
    '-e',
    script,
    '--',
    url,
    call,
    JSON.stringify(input, withTexts),
  ]
  const output = execFileSync('sh', ['-c', command, 'sh', ...words], { encoding: 'utf8', cwd: '/' })
  return JSON.parse(output) as ChildFailure | null
}
