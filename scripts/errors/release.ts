import type { Explanations } from './explanation.ts'

const STATUS = 'See [githubstatus.com](https://www.githubstatus.com)'

/** releaseErrors explains why signature files do not get onto the GitHub release. */
export const releaseErrors = {
  E_RELEASE_NOT_FOUND: {
    meaning:
      "No release has this tag or id, or the job's token does not see it: drafts are shown to `contents: write` only",
    fix: 'Make the release before this step, as a draft or published, and give this job `contents: write`',
  },
  E_RELEASE_AMBIGUOUS: {
    meaning: 'Several releases have the tag; the message lists their ids',
    fix: 'Name the right one with `release-id`, or delete the drafts that are not needed',
  },
  E_RELEASE_IMMUTABLE: {
    meaning: 'The release is published and immutable: nothing can be attached any more',
    fix: 'Attach while it is a draft: make the draft, run this action, publish last',
  },
  E_RELEASE_ASSET_EXISTS: {
    meaning:
      'An asset has a name that a signature file needs, and may not be replaced: the release is published, the asset is no earlier signature of this file, or another job is replacing it',
    fix: 'Delete it by hand if it may go, and let only one job at a time sign a file of this name',
  },
  E_RELEASE_DIGEST_MISMATCH: {
    meaning:
      'The file on the release is another one than the file that is signed. Nothing was attached, unless it changed while the run attached',
    fix: 'Find out which of both is right, and upload or build the other one again: the signature would not verify for those who download',
  },
  E_RELEASE_LIMIT: {
    meaning:
      "The release would have more than 1,000 assets, attaching takes longer than `timeout-minutes`, for GitHub wants a second between two writes, or more requests than the 1,000 an hour of a job's token",
    fix: 'Sign one list of checksums in place of every file, raise `timeout-minutes`, or use several releases',
  },
  E_RELEASE_PERMISSION: {
    meaning: 'The token may not write to the release; a published one shows this at the first write only',
    fix: 'Add `contents: write` beside `id-token: write` to the permissions of this job',
  },
  E_RELEASE_UNAVAILABLE: {
    meaning: "GitHub's API cannot be reached, fails, or has had too many requests from this account",
    fix: `${STATUS}, and run the job again; on a draft it replaces what it attached before`,
  },
  E_RELEASE_RESPONSE: {
    meaning: "GitHub's API answers what it should not",
    fix: `${STATUS}, check that no proxy answers in its place, and run the job again`,
  },
  E_RELEASE_VERIFY: {
    meaning: 'The release does not hold what was uploaded to it, or no longer',
    fix: 'Find out who else changes the release meanwhile; the files on the disk, and in the artifact, are right',
  },
} satisfies Explanations
