/*
 * Owns how a path is written where people read it. Must not touch the disk.
 */
import path from 'node:path'

/** shownPath returns a path relative to the workspace where it lies inside, else absolute; with `/` on every system. */
export function shownPath(workspace: string, absolute: string): string {
  const relative = path.relative(workspace, absolute)
  const outside =
    relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)
  return (outside ? absolute : relative).replaceAll(path.sep, '/')
}
