/*
 * Owns nothing itself: one door to every type that flows through a run, and to the ports that adapters implement, in
 * the order of the flow. Each step's type adds facts and removes none.
 */
export type * from './types/brands.ts'
export type * from './types/job.ts'
export type * from './types/subject.ts'
export type * from './types/calls.ts'
export type * from './types/credential.ts'
export type * from './types/services.ts'
export type * from './types/bundle.ts'
export type * from './types/engine.ts'
export type * from './types/signing.ts'
export type * from './types/verifying.ts'
export type * from './types/artifact.ts'
export type * from './types/release.ts'
