/*
 * Owns in which order a run may ask services: nothing gets public, and no secret is handed out, before all that comes
 * before it has succeeded. A look at a service is a GET and does not count.
 */
import type { RequestRecord } from '../http.ts'
import type { RouteName } from '../routes.ts'
import type { Evidence } from './evidence.ts'

/** What must have been answered with a success before a route is asked for the first time. */
const BEFORE: readonly (readonly [route: RouteName, first: readonly RouteName[]])[] = [
  ['fulcio.certificate', ['runner.token']],
  ['rekor.create', ['fulcio.certificate']],
  ['rekor2.create', ['fulcio.certificate']],
  ['tsa.timestamp', ['fulcio.certificate']],
  ['artifacts.CreateArtifact', ['rekor.create', 'rekor.get', 'rekor2.create']],
]

/** requestProblems returns what is wrong with the order, the kind or the place of what was asked. */
export function requestProblems({ action, attempt, requests }: Evidence): readonly string[] {
  const problems: string[] = []
  for (const { service, route, method, path } of requests) {
    const asked = `${method} ${service} ${path.split('?')[0] ?? ''}`
    if (service === 'canary') problems.push(`another host was asked: ${asked}`)
    if (route === undefined && method !== 'GET') problems.push(`something unknown was sent: ${asked}`)
    if (action === 'verify' && service !== 'tuf') problems.push(`verifying asked ${asked}`)
    if (route === 'artifacts.DeleteArtifact' && attempt === 1) problems.push('an artifact was removed on attempt 1')
  }
  for (const [route, first] of BEFORE) {
    const asked = requests.findIndex((each) => each.route === route)
    const answered = requests.findIndex((each) => first.some((one) => one === each.route) && isSuccess(each))
    if (asked >= 0 && (answered < 0 || answered > asked))
      problems.push(`${route} was asked before ${first.join(' or ')}`)
  }
  return problems
}

function isSuccess({ status }: RequestRecord): boolean {
  return status >= 200 && status < 300
}
