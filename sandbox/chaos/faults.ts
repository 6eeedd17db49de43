/*
 * Owns the choice of what goes wrong on the wire: which services, how, how often. Must not act it out.
 */
import { brokenJson, html, schema, status, type Fault, type Json } from '../faults.ts'
import type { RouteName } from '../routes.ts'
import { damaged, mutated } from './mutation.ts'
import { newRandom, type Random } from './random.ts'

/** PlannedFaults is what the requests of one route meet: these first, one each, then what is for always. */
export interface PlannedFaults {
  readonly route: RouteName
  readonly script: readonly NamedFault[]
  readonly always?: NamedFault
}

/** NamedFault is a fault with words for people. */
export interface NamedFault {
  readonly fault: Fault
  readonly words: string
}

const SIGNING: readonly RouteName[] = [
  'runner.token',
  'fulcio.certificate',
  'rekor.create',
  'rekor.get',
  'rekor2.create',
  'tsa.timestamp',
  'artifacts.CreateArtifact',
  'artifacts.FinalizeArtifact',
  'artifacts.ListArtifacts',
  'artifacts.GetSignedArtifactURL',
  'artifacts.DeleteArtifact',
  'blobs.put',
  'blobs.get',
]
const RELEASE: readonly RouteName[] = [
  'github.listReleases',
  'github.getRelease',
  'github.listAssets',
  'github.getAsset',
  'github.updateAsset',
  'github.deleteAsset',
  'githubUploads.uploadAsset',
  'githubObjects.get',
]
const TUF: readonly RouteName[] = ['tuf.metadata', 'tuf.target']

const STATUSES = [400, 401, 403, 404, 408, 409, 413, 418, 422, 429, 500, 502, 503, 504]
const WORDS = [
  '',
  'x\n::set-output name=signed::true',
  '##[set-output name=signed]true',
  'insufficient usage',
  'a'.repeat(2000),
]

/** signFaults returns the faults of a signing run. */
export function signFaults(random: Random, tuf: boolean): readonly PlannedFaults[] {
  const routes = tuf ? [...SIGNING, ...TUF] : SIGNING
  return routesOf(random, routes).map((route) => plannedFaults(random, route))
}

/** releaseFaults returns the faults of GitHub's API. */
export function releaseFaults(random: Random): readonly PlannedFaults[] {
  return routesOf(random, RELEASE).map((route) => plannedFaults(random, route))
}

/** tufFaults returns the faults of a run that asks nobody but the TUF repository. */
export function tufFaults(random: Random): readonly PlannedFaults[] {
  return random.some(TUF, 0.3).map((route) => plannedFaults(random, route))
}

function routesOf(random: Random, routes: readonly RouteName[]): readonly RouteName[] {
  const chosen = random.some(routes, random.pick([0.05, 0.15, 0.4]))
  return chosen.length > 0 || random.chance(0.3) ? chosen : [random.pick(routes)]
}

function plannedFaults(random: Random, route: RouteName): PlannedFaults {
  const script = Array.from({ length: random.between(1, 3) }, () => fault(random, route))
  // The TUF repository has a minute of its own, which nobody wants to wait for.
  const lasts = random.chance(0.3) && !TUF.includes(route)
  return { route, script, ...(lasts ? { always: fault(random, route) } : {}) }
}

/** Only what a budget of seconds ends: TUF and the calls of the artifact service have longer limits of their own. */
function mayStall(route: RouteName): boolean {
  return route === 'blobs.put' || !/^(?:tuf|artifacts|blobs)\./.test(route)
}

/** The artifact library asks for half a minute again where an answer is no JSON at all. */
function mayBreakJson(route: RouteName): boolean {
  return !route.startsWith('artifacts.')
}

/** An API that gives another asset's id for ours would have us remove that one: whoever speaks for GitHub can do so without us. */
function mayLie(route: RouteName): boolean {
  return !route.startsWith('github')
}

function fault(random: Random, route: RouteName): NamedFault {
  const kinds: readonly (() => NamedFault)[] = [
    () => ({ fault: { kind: 'none' }, words: 'as usual' }),
    () => answered(random, route),
    () => answered(random, route),
    () => ({ fault: { kind: 'reset-before' }, words: 'reset' }),
    () => ({ fault: { kind: 'lost-reply' }, words: 'lost reply' }),
    () => ({ fault: { kind: 'truncate' }, words: 'truncated' }),
    () => delayed(random),
    () => ({ fault: html(), words: 'a web page' }),
    () => nonsense(random),
    ...(mayLie(route) ? [(): NamedFault => ({ fault: spoiledJson(random), words: 'JSON with one change' })] : []),
    ...(mayBreakJson(route)
      ? [
          (): NamedFault => ({ fault: brokenJson, words: 'half of some JSON' }),
          ...(mayLie(route)
            ? [(): NamedFault => ({ fault: spoiledBytes(random), words: 'bytes with one change' })]
            : []),
        ]
      : []),
    ...(mayStall(route)
      ? [
          (): NamedFault => ({ fault: { kind: 'stall-headers' }, words: 'silence' }),
          (): NamedFault => ({ fault: { kind: 'stall-body' }, words: 'silence in the middle' }),
          (): NamedFault => ({ fault: { kind: 'drip', milliseconds: 20 }, words: 'a byte at a time' }),
        ]
      : []),
  ]
  return random.pick(kinds)()
}

function answered(random: Random, route: RouteName): NamedFault {
  const [code, words] = [random.pick(STATUSES), random.pick(WORDS)]
  const waits = mayStall(route) && route !== 'blobs.put' ? ['0', '1', '120', 'soon'] : ['0', '1', 'soon']
  const wait = random.chance(0.2) ? random.pick(waits) : undefined
  const said = random.chance(0.5) ? JSON.stringify({ code: 3, message: words, msg: words }) : words
  const headers = { 'content-type': said === words ? 'text/plain' : 'application/json' }
  return {
    fault: status(code, { ...headers, ...(wait === undefined ? {} : { 'retry-after': wait }) }, said),
    words: `${code} ${JSON.stringify(words.slice(0, 40))}${wait === undefined ? '' : `, retry after ${wait}`}`,
  }
}

function delayed(random: Random): NamedFault {
  const milliseconds = random.between(1, 400)
  return { fault: { kind: 'delay', milliseconds }, words: `${milliseconds} ms late` }
}

function nonsense(random: Random): NamedFault {
  const value = random.pick<Json>([
    {},
    [],
    null,
    '',
    0,
    { value: 1 },
    { a: {}, b: {} },
    { ok: false },
    { artifacts: null },
  ])
  return { fault: schema(value, random.pick([200, 201])), words: JSON.stringify(value) }
}

/** Chance of its own: which request comes first is not the seed's to say. */
const ownChance = (random: Random): Random => newRandom(random.between(0, 2 ** 31), 0)

function spoiledJson(random: Random): Fault {
  const own = ownChance(random)
  return {
    kind: 'lie',
    reply: (reply) => {
      try {
        const value = JSON.parse(reply.body.toString()) as Json
        return { ...reply, body: Buffer.from(JSON.stringify(mutated(value, own))) }
      } catch {
        return reply
      }
    },
  }
}

function spoiledBytes(random: Random): Fault {
  const own = ownChance(random)
  return { kind: 'lie', reply: (reply) => ({ ...reply, body: damaged(reply.body, own) }) }
}
