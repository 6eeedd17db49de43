/*
 * Owns the commands that the product printed: found in its outputs and its summary, pasted as printed where a stranger is,
 * first those that get the artifact.
 */
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import type { Report } from '../support/report.ts'
import { askAll, type Question } from './ask.ts'
import type { Stranger } from './stranger.ts'

/** PrintedCommand is one command with where it was printed. */
export interface PrintedCommand {
  readonly where: string
  readonly text: string
}

/** printedCommands returns every command of a run, none twice. */
export function printedCommands({ outputs, summary }: Pick<ActionResult, 'outputs' | 'summary'>): PrintedCommand[] {
  const fromOutput = (outputs['verify-command'] ?? '').split('\n').filter((line) => line !== '')
  const printed = [
    ...fromOutput.map((text) => ({ where: 'verify-command', text })),
    ...printedBlocks(summary).map((text) => ({ where: 'summary', text })),
  ]
  return printed.filter(({ text }, index) => printed.findIndex((other) => other.text === text) === index)
}

/** printedBlocks returns the contents of every fenced code block of a job summary. */
export function printedBlocks(summary: string): string[] {
  return Array.from(summary.matchAll(/^(`{3,})\w*\n([\s\S]*?)\n\1$/gm), ([, , text = '']) => text)
}

/** Surroundings are the environment that is added to a command's, by the command. */
export type Surroundings = (command: PrintedCommand) => Readonly<Record<string, string>>

/** pasteAll pastes every command; each must succeed, and what verifies comes after what gets the artifact. */
export async function pasteAll(
  report: Report,
  stranger: Stranger,
  printed: readonly PrintedCommand[],
  surroundings: Surroundings = () => ({}),
): Promise<void> {
  const questions = printed.map((command, index): Question => {
    const text = command.text.replaceAll(/[\s\\]+/g, ' ')
    return {
      name: `as printed, ${command.where} ${index + 1}: ${text.slice(0, 60)}…`,
      accepts: true,
      command: stranger.paste(command.text, surroundings(command)),
    }
  })
  const gets = questions.filter((_, index) => printed[index]?.text.startsWith('gh '))
  await askAll(report, gets)
  await askAll(
    report,
    questions.filter((question) => !gets.includes(question)),
  )
}
