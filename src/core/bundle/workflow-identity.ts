/*
 * Owns what the identity of a CI job is made of: `https://HOST/OWNER/REPO/.github/workflows/FILE@REF` on GitHub, and
 * `https://HOST/GROUP/PROJECT//FILE@REF` on GitLab (Fulcio's docs/oidc.md). Must not say who may sign.
 */

/** WorkflowIdentity is the identity of a job on GitHub, in its parts. */
export interface WorkflowIdentity {
  /** `https://HOST`. */
  readonly server: string
  /** `OWNER/REPO`. */
  readonly repository: string
  /** Name of a file under `.github/workflows/`. */
  readonly file: string
  readonly ref: string
}

/** workflowIdentity returns the parts of a GitHub identity; undefined for any other. */
export function workflowIdentity(identity: string): WorkflowIdentity | undefined {
  const found = /^(https:\/\/[^/]+)\/([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@(.+)$/.exec(identity)
  const [, server = '', repository = '', file = '', ref = ''] = found ?? []
  return found === null ? undefined : { server, repository, file, ref }
}

/** sourceInside returns `https://HOST/OWNER/REPO` of the repository whose workflow an identity names, where it names one. */
export function sourceInside(identity: string): string | undefined {
  return /^https:\/\/[^/]+\/.+?(?=\/\.github\/workflows\/|\/\/)/.exec(identity)?.[0]
}

/** serverOf returns `https://HOST` of an identity or a source repository; undefined where it is no https URL with a path. */
export function serverOf(url: string): string | undefined {
  return /^https:\/\/[^/]+(?=\/)/.exec(url)?.[0]
}

/** repositoryOf returns the path of a source repository: `OWNER/REPO`. */
export function repositoryOf(source: string): string {
  return source.replace(/^https:\/\/[^/]+\//, '')
}
