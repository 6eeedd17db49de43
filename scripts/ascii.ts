/*
 * Owns the alphabet of dist/: ASCII. One character beyond Latin-1 makes V8 keep the whole text of a file in two bytes a
 * character, which was 7 MB of every run; and what no reader can see, as a mark that turns the direction of a line, is in no
 * file. Must not change what the code does.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import ts from 'typescript'

/** A character beyond ASCII, and the backslashes before it. */
const BEYOND = /(\\*)([\u0080-\uffff])/g
const WHITE_SPACE = /(?=[\u0080-\uffff])\s/g

/** toAscii writes the JavaScript files of a directory in ASCII; throws as asciiOf. */
export async function toAscii(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!/\.[cm]?js$/.test(name)) continue
    const file = path.join(directory, name)
    const code = await readFile(file, 'utf8')
    if (code.search(BEYOND) !== -1) await writeFile(file, asciiOf(code, name))
  }
}

/**
 * asciiOf returns the same program with `\uXXXX` in place of each character beyond ASCII (ECMA-262, 12.7 and 12.9), and with a
 * space or a line's end in place of each other white space; throws where that would not be the same program, but for one that
 * reads its own text, as the source of a function or of a regular expression. `name` is for the error.
 */
export function asciiOf(code: string, name: string): string {
  const before = parsed(code, name)
  let [ascii, end] = ['', 0]
  for (const node of spelledNodes(before)) {
    const start = node.getStart(before)
    ascii += escaped(spaced(code.slice(end, start))) + escaped(code.slice(start, node.end))
    end = node.end
  }
  ascii += escaped(spaced(code.slice(end)))
  assertSame(before, parsed(ascii, name))
  return ascii
}

/** What ends a line for the language must go on to do so (ECMA-262, 12.3). */
function spaced(between: string): string {
  return between.replace(/[\u2028\u2029]/g, '\n').replace(WHITE_SPACE, ' ')
}

function escaped(code: string): string {
  return code.replace(BEYOND, (_, backslashes: string, character: string) => {
    // A character behind a backslash stands for itself, with the escape's own backslash as well as with its own.
    const kept = backslashes.length % 2 === 0 ? backslashes : backslashes.slice(1)
    return `${kept}\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function parsed(code: string, name: string): ts.SourceFile {
  return ts.createSourceFile(name, code, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS)
}

/** Node by node, for what a program does is in its syntax tree; comments are not. */
function assertSame(before: ts.SourceFile, after: ts.SourceFile): void {
  const compare = (one: ts.Node, other: ts.Node): void => {
    const [ones, others] = [childrenOf(one), childrenOf(other)]
    if (
      one.kind !== other.kind ||
      ones.length !== others.length ||
      meaningOf(one, before) !== meaningOf(other, after)
    ) {
      const { line } = before.getLineAndCharacterOfPosition(one.getStart(before))
      throw new Error(`${before.fileName}:${String(line + 1)} would change its meaning in ASCII`)
    }
    for (const [index, child] of ones.entries()) compare(child, others[index] ?? other)
  }
  compare(before, after)
  // The parser goes on behind what it cannot read, and may come to the same tree.
  if (isBroken(before) || isBroken(after))
    throw new Error(`${before.fileName} is no program, or would be none in ASCII`)
}

function isBroken(file: ts.SourceFile): boolean {
  const diagnostics: unknown = Reflect.get(file, 'parseDiagnostics')
  if (!Array.isArray(diagnostics)) throw new TypeError('a parser that does not say what it could not read')
  return diagnostics.length > 0
}

function childrenOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  return children
}

/** The nodes in which every character counts, in the order of the text. */
function spelledNodes(file: ts.SourceFile): readonly SpelledNode[] {
  const nodes: SpelledNode[] = []
  const visit = (node: ts.Node): void => {
    if (isSpelled(node)) nodes.push(node)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return nodes
}

type SpelledNode = ts.Identifier | ts.PrivateIdentifier | ts.LiteralExpression | ts.TemplateLiteralLikeNode

function isSpelled(node: ts.Node): node is SpelledNode {
  const isName = ts.isIdentifier(node) || ts.isPrivateIdentifier(node)
  return (
    isName ||
    ts.isLiteralExpression(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node)
  )
}

/** What a node says beside its kind and its parts: a name, a string. A template with a tag may look at its spelling. */
function meaningOf(node: ts.Node, file: ts.SourceFile): string {
  if (ts.isTaggedTemplateExpression(node)) return node.template.getText(file)
  // In a regular expression, an escape matches its character (ECMA-262, 22.2.1).
  return isSpelled(node) && !ts.isRegularExpressionLiteral(node) ? node.text : ''
}
