/* Owns how tests read a workflow of this repository: its jobs and steps, as the runner would. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'

const folder = path.resolve(import.meta.dirname, '../../.github/workflows')

/** WorkflowStep is one step of a job; of `uses` and `run` a step has one. */
export interface WorkflowStep {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
  readonly env?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
  readonly 'continue-on-error'?: boolean
}

/** WorkflowJob is one job. */
export interface WorkflowJob {
  readonly 'runs-on': string
  readonly 'timeout-minutes'?: number
  readonly needs?: string | readonly string[]
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly outputs?: Readonly<Record<string, string>>
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> }
  readonly steps: readonly WorkflowStep[]
}

/** Workflow is a file of .github/workflows. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: unknown
  readonly concurrency?: unknown
  readonly jobs: Readonly<Record<string, WorkflowJob>>
}

/** workflowNames are the file names in .github/workflows. */
export const workflowNames: readonly string[] = readdirSync(folder)

/** readWorkflow returns the workflow of this file name. */
export function readWorkflow(name: string): Workflow {
  return parse(readFileSync(path.join(folder, name), 'utf8')) as Workflow
}

/** actionsOf returns what a job uses, in order, without versions. */
export function actionsOf({ steps }: WorkflowJob): readonly string[] {
  return steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses.replace(/@.*/, '')]))
}

/** scriptOf returns all that a job's own steps run, as one text. */
export function scriptOf({ steps }: WorkflowJob): string {
  return steps.flatMap(({ run }) => run ?? []).join('\n')
}
