/*
 * Owns the words that differ between the places where a text is read: in a workflow an input has a name, at a terminal it is a
 * flag. Texts that are the same everywhere do not come here.
 */

/** Wording is how one place names what a text is about. */
export interface Wording {
  /** An input by its name in verify/action.yml, as the subject of a sentence: `Input 'bundle'`. */
  readonly subject: (input: string) => string
  /** The same inside a sentence: `'bundle'`. */
  readonly input: (name: string) => string
  /** A trusted root of one's own, with what else must then be said. */
  readonly trustedRoot: string
  /** What to do to set these inputs, ready to paste; values are shown as they are to be given. */
  readonly settings: (values: readonly (readonly [input: string, value: string])[]) => string
  /** Where relative paths start. */
  readonly directory: string
  /** How a fault of ours is reported. */
  readonly report: string
  /** The one of two texts that is for this place. */
  readonly either: (inWorkflow: string, atTerminal: string) => string
}

/** Text is one text for all places, or one that asks for the words of the place. */
export type Text = string | ((say: Wording) => string)

/** inWords returns a text in the words of a place. */
export function inWords(text: Text, say: Wording): string {
  return typeof text === 'string' ? text : text(say)
}

/** workflowWording is how a workflow's log says it. */
export const workflowWording: Wording = {
  subject: (input) => `Input '${input}'`,
  input: (name) => `'${name}'`,
  trustedRoot: '`trusted-root` (to sign, `signing-config`, too)',
  settings: (values) =>
    ['add under `with:`', ...values.map(([input, value]) => `  ${input}: '${value.replaceAll("'", "''")}'`)].join('\n'),
  directory: 'the workspace',
  report: "run the job again with debug logging and open an issue with the log's last lines",
  either: (inWorkflow) => inWorkflow,
}
