/*
 * Owns which literals no mutant is made of: texts for people, known by a space between words. Tests hold to codes, since a text
 * may be said better any day; what a text must tell (a host, a name) they look for where it matters.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** What we look at of Babel's nodes. */
interface Node {
  readonly type: string
  readonly value?: unknown
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[]
}

function isProse({ type, value, quasis = [] }: Node): boolean {
  if (type === 'StringLiteral') return hasWords(String(value))
  return type === 'TemplateLiteral' && quasis.some((quasi) => hasWords(quasi.value.raw))
}

function hasWords(text: string): boolean {
  return /[a-z,;:'`] | [a-z'`]/i.test(text)
}

/** strykerPlugins is what Stryker looks for in a plugin. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'prose', {
    shouldIgnore: (path) => (isProse((path as { readonly node: Node }).node) ? 'a text for people' : undefined),
  }),
]
