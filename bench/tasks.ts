/*
 * Owns what the comparison asks for: to sign, a whole job, to verify; and of whom. Runs nothing.
 */
import { jobs } from './jobs.ts'
import type { Asked } from './results.ts'
import { type Surroundings, signers, type Tool } from './tools.ts'
import { signForVerifiers, verifiers } from './verifiers.ts'

/** Task is one kind of work, and the tools that do it. */
export interface Task {
  readonly title: string
  readonly tools: readonly Tool[]
  /** Puts beside the files of a workload what the tools need there; not measured. */
  readonly prepare?: (surroundings: Surroundings, files: readonly string[]) => Promise<void>
}

/** tasks are all of them. */
export const tasks: Readonly<Record<Asked, Task>> = {
  signing: { title: 'Signing', tools: signers },
  jobs: { title: 'The whole job', tools: jobs },
  verifying: { title: 'Verifying', tools: verifiers, prepare: signForVerifiers },
}
