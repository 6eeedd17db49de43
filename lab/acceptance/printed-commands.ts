/*
 * Owns the verify commands that the product printed: found in its outputs and its summary, run as printed by a shell in
 * the job's workspace, with cosign 3 as `cosign`.
 */
import type { ActionResult } from '../../sandbox/runner/run-step.ts'
import type { Lab } from '../lab.ts'
import type { Command } from './verifiers.ts'

/** PrintedCommand is one command with where it was printed. */
export interface PrintedCommand {
  readonly where: string
  readonly text: string
}

/** printedCommands returns every command of a run, none twice. */
export function printedCommands({ outputs, summary }: ActionResult): PrintedCommand[] {
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

/** asPrinted returns a printed command as bash runs it in `workspace`. */
export function asPrinted(lab: Lab, workspace: string, { text }: PrintedCommand): Command {
  return {
    program: 'bash',
    args: ['-euo', 'pipefail', '-c', text],
    cwd: workspace,
    env: { PATH: `${lab.places.path}:${process.env['PATH'] ?? ''}` },
  }
}
