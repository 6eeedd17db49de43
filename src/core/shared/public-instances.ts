/*
 * Owns what is known of public instances: Sigstore's own, and GitHub's issuer. Must not ask any of them.
 */
import { normalHost } from './hosts.ts'
import type { Issuer, LogEntryFacts, TransparencyLog, TrustedRootSource } from '../types.ts'

/** The public v1 log is the only one with a page for people. */
const PUBLIC_REKOR = 'rekor.sigstore.dev'

const SEARCH_PAGE = 'https://search.sigstore.dev/?logIndex='

/** logUrl returns the search page of an entry in the public Rekor v1, else the log's own URL. */
export function logUrl(
  { url, majorApiVersion }: Pick<TransparencyLog, 'url' | 'majorApiVersion'>,
  entry: LogEntryFacts,
): string {
  const searchable = majorApiVersion === 1 && normalHost(new URL(url)) === PUBLIC_REKOR
  return searchable ? `${SEARCH_PAGE}${entry.logIndex}` : url
}

/** isLogPage tells whether what logUrl returned is the page of an entry, not the address of a log. */
export function isLogPage(url: string): boolean {
  return url.startsWith(SEARCH_PAGE)
}

/** PUBLIC_TUF is Sigstore's public good TUF repository. */
export const PUBLIC_TUF = 'https://tuf-repo-cdn.sigstore.dev'

/** STAGING_TUF is the TUF repository of Sigstore's staging instance, for trials: nobody should believe what it signs. */
export const STAGING_TUF = 'https://tuf-repo-cdn.sigstage.dev'

/** isPublicGood tells whether trust comes from Sigstore's public good instance. */
export function isPublicGood(source: TrustedRootSource): boolean {
  return source.kind === 'tuf' && (source.url ?? PUBLIC_TUF) === PUBLIC_TUF
}

/** GITHUB_ISSUER is the OIDC issuer of GitHub Actions on github.com. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

/** GITHUB is github.com, the server of that issuer. */
export const GITHUB = 'https://github.com'

/**
 * isGithubIssuer tells whether an issuer is GITHUB_ISSUER, or that of one enterprise below it; the public Fulcio takes no
 * other token of a workflow on GitHub (its config/identity/config.yaml, where `*` stands for one name).
 */
export function isGithubIssuer(issuer: Issuer): boolean {
  return (
    issuer === GITHUB_ISSUER ||
    (issuer.startsWith(`${GITHUB_ISSUER}/`) && /^[-\w]+$/.test(issuer.slice(GITHUB_ISSUER.length + 1)))
  )
}

/** isPublicSigstore tells whether a URL is of one of Sigstore's own instances, whose logs everybody can read. */
export function isPublicSigstore(url: string): boolean {
  return /(^|\.)(sigstore|sigstage)\.dev$/.test(normalHost(new URL(url)))
}
