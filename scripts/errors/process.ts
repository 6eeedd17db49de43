import type { Explanations } from './explanation.ts'

/** processErrors explains how the process itself can end. */
export const processErrors = {
  E_CANCELLED: {
    meaning: 'The run was cancelled, by a person, a newer run of its `concurrency` group, or the time limit of the job',
    fix: 'Run the job again; what was already public stays so',
  },
  E_INTERNAL: {
    meaning: 'A fault in the action',
    fix: 'Run the job again with debug logging, and open an issue with its log',
  },
  E_INTERNAL_UNFINISHED: {
    meaning: 'The process ran out of work before it was done: something never answered',
    fix: 'Run the job again; if it comes back, do so with debug logging, and open an issue with its log',
  },
} satisfies Explanations
