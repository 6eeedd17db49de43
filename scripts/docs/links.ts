/*
 * Owns where the links of a page lead: to files, to headings, to pictures. Must not go into the network: of an address it says only
 * whether it is one of HTTPS.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** brokenLinks returns what of a page leads nowhere, each as `TARGET: why`; `page` is its path below `root`. */
export function brokenLinks(root: string, page: string): readonly string[] {
  const text = readFileSync(path.join(root, page), 'utf8')
  return targetsOf(text).flatMap((target) => {
    const why = fault(root, page, target)
    return why === undefined ? [] : [`${target}: ${why}`]
  })
}

/** targetsOf returns the targets of a page's links and pictures; what stands in code is none. */
export function targetsOf(markdown: string): readonly string[] {
  const text = markdown.replaceAll(/^ *(`{3,})[^]*?^ *\1$/gm, '').replaceAll(/`[^`\n]*`/g, '')
  const patterns = [/\]\(([^\s()]+)\)/g, /\b(?:src|srcset|href)="([^"]+)"/g]
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, target = '']) => target))
}

/** anchorsOf returns the anchors that GitHub gives the headings of a page. */
export function anchorsOf(markdown: string): readonly string[] {
  const seen = new Map<string, number>()
  const headings = markdown.replaceAll(/^ *(`{3,})[^]*?^ *\1$/gm, '').matchAll(/^#{1,6} (.+)$/gm)
  return [...headings].map(([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-')
    const count = seen.get(anchor) ?? 0
    seen.set(anchor, count + 1)
    return count === 0 ? anchor : `${anchor}-${count}`
  })
}

function fault(root: string, page: string, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return /^https:\/\/[^\s/]+/.test(target) ? undefined : 'not an address of HTTPS'
  const [name = '', anchor] = target.split('#')
  const file = name === '' ? page : path.posix.join(path.posix.dirname(page), name)
  if (file.startsWith('..') || !existsSync(path.join(root, file))) return `there is no ${file}`
  if (anchor === undefined) return undefined
  const isThere = anchorsOf(readFileSync(path.join(root, file), 'utf8')).includes(anchor)
  return isThere ? undefined : `${file} has no such heading`
}
