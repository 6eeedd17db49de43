/*
 * Owns how the Markdown of a job summary becomes a page that looks as GitHub shows it. Must not change what is written.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { marked } from 'marked'

const STYLES = readFileSync(path.join(import.meta.dirname, 'github.css'), 'utf8')

/** pageOf returns a whole HTML document; as a picture, with some room around the text. */
export function pageOf(markdown: string, { picture = false } = {}): string {
  const body = marked.parse(markdown, { async: false, gfm: true })
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<style>${STYLES}</style></head>`,
    `<body><main${picture ? ' class="picture"' : ''}>${body}</main></body></html>`,
  ].join('\n')
}
