/*
 * Owns what people read about every error code, group by group: docs/troubleshooting.md is made from it. The codes
 * themselves are ErrorCode in src; these texts stand here so that none of them gets into dist/.
 */
import type { ErrorCode } from '../../src/core/shared/errors.ts'
import { artifactErrors } from './artifact.ts'
import { bundleErrors } from './bundle.ts'
import { certificateErrors } from './certificate.ts'
import type { Explanation, Explanations } from './explanation.ts'
import { fileErrors } from './files.ts'
import { logErrors } from './log.ts'
import { processErrors } from './process.ts'
import { releaseErrors } from './release.ts'
import { tokenErrors } from './token.ts'
import { trustErrors } from './trust.ts'
import { workflowErrors } from './workflow.ts'

/** Group is a section of the page. */
export interface Group {
  readonly title: string
  /** What holds for all of its codes. */
  readonly intro?: string
  readonly errors: Explanations
}

/** groups are all sections, in the order of the page. */
export const groups: readonly Group[] = [
  { title: 'What the workflow gave', errors: workflowErrors },
  { title: 'Files', errors: fileErrors },
  { title: 'The identity token', errors: tokenErrors },
  { title: 'Trust root and signing config', errors: trustErrors },
  { title: 'Fulcio and the certificate', errors: certificateErrors },
  { title: 'Log entry and timestamp', errors: logErrors },
  { title: 'The bundle', errors: bundleErrors },
  {
    title: 'The workflow artifact',
    intro:
      'The files are signed when one of these comes up, unless its message says otherwise: they are on the disk, and their outputs are set.',
    errors: artifactErrors,
  },
  {
    title: 'The GitHub release',
    intro:
      'A release is looked at before anything is public. What comes up later, because something changed meanwhile, finds the files signed: they are on the disk, their outputs are set, and a warning names what is on the release already.',
    errors: releaseErrors,
  },
  { title: 'The process', errors: processErrors },
]

/** catalogue has every code: one that no group explains does not compile. */
export const catalogue: Readonly<Record<ErrorCode, Explanation>> = {
  ...workflowErrors,
  ...fileErrors,
  ...tokenErrors,
  ...trustErrors,
  ...certificateErrors,
  ...logErrors,
  ...bundleErrors,
  ...artifactErrors,
  ...releaseErrors,
  ...processErrors,
}
