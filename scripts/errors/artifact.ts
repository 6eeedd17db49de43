import type { Explanations } from './explanation.ts'

/** artifactErrors explains what can be wrong with the workflow artifact. */
export const artifactErrors = {
  E_UPLOAD_GHES: {
    meaning: 'GitHub Enterprise Server has no such artifact service',
    fix: 'Set `upload-artifact: false`, and take the signature files from the disk in a later step',
  },
  E_UPLOAD_NAME_TAKEN: {
    meaning:
      'The run already has an artifact of this name; found before anything was public, or between check and upload',
    fix: 'Give each job of a matrix its own `artifact-name`, such as `signatures-${{ matrix.target }}`',
  },
  E_UPLOAD_PERMISSION: {
    meaning: 'The artifact service refuses this job',
    fix: 'Set `upload-artifact: false` if the job may not upload; else run it again: its token may have run out',
  },
  E_UPLOAD_QUOTA: {
    meaning: 'The storage quota of the account is used up',
    fix: 'Delete old artifacts, shorten `retention-days`, or raise the limit on the billing page of the account',
  },
  E_UPLOAD_UNAVAILABLE: {
    meaning: 'The artifact service cannot be reached, or fails',
    fix: 'See [githubstatus.com](https://www.githubstatus.com), and run the job again',
  },
  E_UPLOAD_RESPONSE: {
    meaning: 'The artifact service answers what it should not',
    fix: 'See [githubstatus.com](https://www.githubstatus.com), check that no proxy answers in its place, and run the job again',
  },
  E_UPLOAD_STALLED: {
    meaning: 'The upload did not end in time',
    fix: 'See [githubstatus.com](https://www.githubstatus.com), check the connection of a self-hosted runner, and run the job again',
  },
  E_UPLOAD_CONTENT: {
    meaning: 'A signature file was changed after it was written',
    fix: 'Let no other step or process touch the signature files while this step runs',
  },
  E_UPLOAD_VERIFY: {
    meaning: 'The artifact service stored something else than was sent',
    fix: 'Do not use the artifact; run the job again',
  },
} satisfies Explanations
