/*
 * Owns how printed commands look in a job summary: blocks that can be copied, the most useful one open, the others folded.
 */
import { MOST_ROWS, markdownCode, markdownFold } from './markdown.ts'
import { verifyAllCommand } from '../commands/verify-all.ts'
import { verifyCommands, type VerifyCommand } from '../commands/verify-commands.ts'
import type { NamedSubject, SignResult } from '../types.ts'

/** codeBlock returns shell commands as a block of code, an empty line after it. */
export function codeBlock(command: string): string {
  // A fence ends at a run of backticks at least as long as its own, and a file name may hold any.
  const longest = Math.max(2, ...Array.from(command.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}sh\n${command}\n${fence}\n`
}

/** commandBlocks returns the ways to verify what was signed, in at most so many bytes; of many files, as many as fit. */
export function commandBlocks(signing: SignResult, bytes: number): readonly string[] {
  const [first, ...others] = signing.subjects
  if (first === undefined) return []
  return others.length === 0 ? oneFile(signing, first) : manyFiles(signing, bytes)
}

function oneFile(signing: SignResult, subject: NamedSubject): readonly string[] {
  const [first, ...others] = verifyCommands(signing, subject)
  if (first === undefined) return []
  const rest = others.map(way).join('\n')
  // A sentence that says why there is no other way is not worth a click.
  return [
    way(first),
    others.some(({ command }) => command !== undefined) ? markdownFold('Other ways to verify', rest) : rest,
  ]
}

function manyFiles(signing: SignResult, bytes: number): readonly string[] {
  const all = way({ title: 'All files, with cosign and the bundles', command: verifyAllCommand(signing) })
  const budget = budgetOf(bytes)
  const together = budget.takes(all) ? [all] : []
  const single: string[] = []
  for (const subject of signing.subjects.slice(0, MOST_ROWS)) {
    const ways = verifyCommands(signing, subject).map(way).join('\n')
    const part = markdownFold(markdownCode(subject.downloadName), ways)
    if (!budget.takes(part)) break
    single.push(part)
  }
  return single.length === 0 ? together : [...together, markdownFold('Each file by itself', single.join('\n'))]
}

interface Budget {
  /** True, and so much less is left, where the text and what stands around it fit. */
  takes(text: string): boolean
}

function budgetOf(bytes: number): Budget {
  let left = bytes - 200
  return {
    takes(text) {
      const needed = Buffer.byteLength(text) + 1
      if (needed > left) return false
      left -= needed
      return true
    },
  }
}

function way({ title, command, note }: VerifyCommand): string {
  const block = command === undefined ? [] : [codeBlock(command)]
  return [`**${title}**\n`, ...block, ...(note === undefined ? [] : [`${note}\n`])].join('\n')
}
