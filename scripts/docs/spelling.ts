/*
 * Owns the check of spelling: the words of a page against an English dictionary and the words of the field in words.txt. What stands in
 * code is not read.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import dictionary from 'dictionary-en'
import nspell from 'nspell'

const field = readFileSync(path.join(import.meta.dirname, 'words.txt'), 'utf8').split('\n')

/** spellingChecker returns a function that returns the words of a text that nobody knows, each once. */
export function spellingChecker(): (markdown: string) => readonly string[] {
  const speller = nspell(Buffer.from(dictionary.aff), Buffer.from(dictionary.dic))
  const known = new Set(fieldWords.map((word) => word.toLowerCase()))
  const isKnown = (word: string) => known.has(word.toLowerCase()) || speller.correct(word)
  return (markdown) => [...new Set(wordsOf(markdown))].filter((word) => !isKnown(word))
}

/** fieldWords are the words of the field, in their order. */
export const fieldWords: readonly string[] = field.filter((word) => word !== '' && !word.startsWith('#'))

/** wordsOf returns the words of a page's prose. */
export function wordsOf(markdown: string): readonly string[] {
  const prose = markdown
    .replaceAll(/^ *(`{3,})[^]*?^ *\1$/gm, ' ')
    .replaceAll(/<!--[^]*?-->/g, ' ')
    .replaceAll(/`[^`\n]*`/g, ' ')
    .replaceAll(/(?:src|srcset|href|media)="[^"]*"/g, ' ')
    .replaceAll(/\]\([^\s()]+\)/g, ' ')
    .replaceAll(/https?:\/\/\S+/g, ' ')
  return [...prose.matchAll(/(?<![\p{L}\p{N}_./@-])\p{L}[\p{L}'’]*\p{L}(?![\p{L}\p{N}_]|[./@-]\p{L})/gu)].map(
    ([word]) => word.replace(/['’]s$/, ''),
  )
}
