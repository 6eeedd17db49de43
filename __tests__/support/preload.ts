/*
 * Owns the modules that a scenario has the action's process load first, to be another process than ours: without
 * privileges, on an old Node, on a broken disk.
 */
import { chmodSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../sandbox/sandbox.ts'

type Preload =
  'broken-disk' | 'full-outputs' | 'never-settles' | 'no-space' | 'old-node' | 'strict-umask' | 'unprivileged'

/** preload returns the path of one of those modules. */
export function preload(name: Preload): string {
  return path.join(import.meta.dirname, 'preload', `${name}.mjs`)
}

/** unprivileged opens a scene to everybody and returns the step of a run that is not root's, whoever runs the tests. */
export function unprivileged(scene: { readonly sandbox: Sandbox; readonly workspace: string }): {
  readonly preloads: readonly string[]
} {
  const { directory } = scene.sandbox
  for (const place of [scene.workspace, directory, path.join(directory, 'runner-temp')]) chmodSync(place, 0o777)
  return { preloads: [preload('unprivileged')] }
}
