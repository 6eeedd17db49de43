/*
 * Owns the table of what a certificate says about a GitHub workflow: Fulcio's docs/oid-info.md and the templates of its
 * config/identity/config.yaml. Must not know how a certificate is signed.
 */
import type { Extension } from './certificate.ts'
import { utf8 } from './der.ts'
import type { Claims } from './token.ts'

const FULCIO = '1.3.6.1.4.1.57264.1.'

/** Number of the extension below Fulcio's arc, and its text: `{claim}` stands for a claim of the token, `{url}` for the server. */
const TEMPLATES: readonly (readonly [number, string])[] = [
  [1, '{iss}'],
  [2, '{event_name}'],
  [3, '{sha}'],
  [4, '{workflow}'],
  [5, '{repository}'],
  [6, '{ref}'],
  [8, '{iss}'],
  [9, '{url}/{job_workflow_ref}'],
  [10, '{job_workflow_sha}'],
  [11, '{runner_environment}'],
  [12, '{url}/{repository}'],
  [13, '{sha}'],
  [14, '{ref}'],
  [15, '{repository_id}'],
  [16, '{url}/{repository_owner}'],
  [17, '{repository_owner_id}'],
  [18, '{url}/{workflow_ref}'],
  [19, '{workflow_sha}'],
  [20, '{event_name}'],
  [21, '{url}/{repository}/actions/runs/{run_id}/attempts/{run_attempt}'],
  [22, '{repository_visibility}'],
  [23, '{environment}'],
  [24, '{sub}'],
]

/** GITHUB is the server that Fulcio is configured for, unless it belongs to a GitHub Enterprise. */
export const GITHUB = 'https://github.com'

/** identityOf returns the subject alternative name that Fulcio writes for a workflow's token. */
export function identityOf(claims: Readonly<Claims>, url = GITHUB): string {
  return fill('{url}/{job_workflow_ref}', { ...claims, url })
}

/** extensionsOf returns the extensions for `claims`; `changes` replaces texts by OID. Empty ones are left out. */
export function extensionsOf(
  claims: Claims,
  changes: Readonly<Record<string, string>> = {},
  url = GITHUB,
): readonly Extension[] {
  return TEMPLATES.map(([number, template]) => {
    const oid = `${FULCIO}${number}`
    const text = changes[oid] ?? fill(template, { ...claims, url })
    // The first six are older than the rule that an extension holds DER.
    return { oid, text, value: number <= 6 ? Buffer.from(text) : utf8(text) }
  }).filter(({ text }) => text !== '')
}

function fill(template: string, claims: Readonly<Claims>): string {
  return template.replace(/\{(\w+)\}/g, (_, claim: string) => String(claims[claim] ?? ''))
}
