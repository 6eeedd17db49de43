/*
 * Owns the reading of the JSON files that inputs name: trusted root, signing config, root of a TUF repository. Must not
 * judge more of them than that they can be read.
 */
import path from 'node:path'
import { readSmallFile } from '../../core/files/small-file.ts'
import { display } from '../../core/shared/display.ts'
import { ActionError } from '../../core/shared/errors.ts'

/** Bytes of the largest such file that is read; real ones have some ten thousand. */
const MOST_BYTES = 4 * 1024 * 1024

const KINDS = {
  'trusted-root': { code: 'E_TRUSTED_ROOT', not: 'not a Sigstore trusted root', what: 'a trusted root file' },
  'signing-config': { code: 'E_SIGNING_CONFIG', not: 'not a Sigstore signing config', what: 'a signing config file' },
  'tuf-root': { code: 'E_TUF_ROOT', not: 'no root of a TUF repository', what: "the repository's root.json" },
} as const

/** JsonInput is an input that names such a file. */
export type JsonInput = keyof typeof KINDS

/** GivenJson is the text of a file, and what it says. */
export interface GivenJson {
  readonly text: string
  readonly json: unknown
}

/**
 * readGivenJson reads the file that an input names, relative to the workspace. Throws the input's own code when there is
 * none, or none that is JSON, and E_FILE_* when it cannot be read.
 */
export async function readGivenJson(input: JsonInput, name: string, workspace: string): Promise<GivenJson> {
  const text = await readText(input, name, path.resolve(workspace, name))
  if (text === undefined) throw refusedJson(input, name, 'it is too large')
  try {
    return { text, json: JSON.parse(text) }
  } catch (cause) {
    throw refusedJson(input, name, 'it is not JSON', cause)
  }
}

/** refusedJson returns the input's own error: its file is not what it should be, and why. */
export function refusedJson(input: JsonInput, name: string, problem: string, cause?: unknown): ActionError {
  const { code, not, what } = KINDS[input]
  return new ActionError(code, ({ subject }) => `${subject(input)}: '${display(name)}' is ${not}: ${problem}`, {
    fix: ({ directory }) => `give the path of ${what}; relative paths start at ${directory}`,
    cause,
  })
}

function missing(input: JsonInput, name: string, cause: unknown): ActionError {
  const { code, what } = KINDS[input]
  return new ActionError(code, ({ subject }) => `${subject(input)}: there is no file '${display(name)}'`, {
    fix: ({ directory }) => `give the path of ${what}; relative paths start at ${directory}`,
    cause,
  })
}

async function readText(input: JsonInput, name: string, file: string): Promise<string | undefined> {
  try {
    return await readSmallFile(file, name, MOST_BYTES)
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    if (error.code === 'E_FILE_NOT_FOUND') throw missing(input, name, error)
    throw error.retold((message, { subject }) => `${subject(input)}: ${message}`)
  }
}
