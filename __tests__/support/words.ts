/* Owns what tells a text for workflows from one for a terminal. */
import { verifyInputNames } from '../../src/core/inputs/verify-inputs.ts'

const inputs = verifyInputNames.map((name) => `['\`]${name}['\`]`).join('|')

/** ONLY_IN_A_WORKFLOW matches what only a workflow has: an input in quotes, and the words around it. */
export const ONLY_IN_A_WORKFLOW = new RegExp(
  `${inputs}|\\bwith:|\\b(?:[Ii]nput|job|step|runner|workspace|action)s?\\b|RUNNER_|GITHUB_`,
)
