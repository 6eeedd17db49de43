/*
 * Owns the choice of services from a signing config, as the Sigstore signing-config specification (v0.2,
 * sigstore_trustroot.proto) says. Must not talk to any of them.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { isSecure } from '../shared/hosts.ts'
import { readJson, type JsonReader } from '../shared/json.ts'
import type { Service, Services } from '../types.ts'

interface Offer extends Service {
  /** Milliseconds since the epoch. */
  readonly start: number
  readonly operator: string
}

const MEDIA_TYPE = 'application/vnd.dev.sigstore.signingconfig.v0.2+json'
const FIX = 'give a signing config v0.2 that offers a Fulcio, a Rekor and a timestamp authority valid now'

/** ServiceWishes narrow what is picked. */
export interface ServiceWishes {
  readonly rekorVersion: 1 | 2 | undefined
  /** Milliseconds since the epoch. */
  readonly now: number
}

/**
 * chooseServices picks, of what is valid now and speaks a version that we speak, one Fulcio, and as many logs and
 * timestamp authorities as the config's selectors ask for, at most one of an operator. Throws E_SIGNING_CONFIG.
 */
export function chooseServices(signingConfig: unknown, wishes: ServiceWishes): Services {
  const config = readJson(signingConfig, malformed)
  const mediaType = config.field('mediaType').text()
  if (mediaType !== MEDIA_TYPE) throw malformed('mediaType', `is '${display(mediaType)}', not '${MEDIA_TYPE}'`)
  const rekorVersions = wishes.rekorVersion === undefined ? [1, 2] : [wishes.rekorVersion]
  return {
    certificateAuthority: newest(offers(config, 'caUrls', [1], wishes.now), 'Fulcio'),
    transparencyLogs: select(config, 'rekorTlogConfig', offers(config, 'rekorTlogUrls', rekorVersions, wishes.now)),
    timestampAuthorities: select(config, 'tsaConfig', offers(config, 'tsaUrls', [1], wishes.now)),
  }
}

/** Newest first; at the highest version of those that are valid now and that we speak. Both ends count as valid. */
function offers(config: JsonReader, field: string, versions: readonly number[], now: number): readonly Offer[] {
  const valid: Offer[] = []
  for (const entry of config.has(field) ? config.field(field).items() : []) {
    const range = entry.field('validFor')
    const start = range.field('start').time()
    const end = range.has('end') ? range.field('end').time() : Infinity
    const offer: Offer = {
      url: entry.field('url').text().replace(/\/+$/, ''),
      majorApiVersion: Number(entry.field('majorApiVersion').integer()),
      operator: entry.has('operator') ? entry.field('operator').text() : '',
      start,
    }
    assertUrl(offer.url, entry.path)
    if (versions.includes(offer.majorApiVersion) && start <= now && now <= end) valid.push(offer)
  }
  const version = Math.max(...valid.map((offer) => offer.majorApiVersion))
  return valid.filter((offer) => offer.majorApiVersion === version).sort((a, b) => b.start - a.start)
}

function select(config: JsonReader, field: string, valid: readonly Offer[]): readonly Service[] {
  const distinct = valid.filter((offer, index) => index === valid.findIndex((one) => one.operator === offer.operator))
  const selection = config.field(field)
  const selector = selection.field('selector').value
  switch (selector) {
    case 'ALL':
    case 1:
      if (distinct.length === 0) throw none(field)
      return distinct.map(service)
    case 'ANY':
    case 2:
      return [newest(distinct, field)]
    case 'EXACT':
    case 3: {
      const count = Number(selection.field('count').integer())
      if (count < 1 || count > distinct.length) {
        throw malformed(field, `asks for ${String(count)} of ${String(distinct.length)} usable services`)
      }
      return distinct.slice(0, count).map(service)
    }
    default:
      throw malformed(`${field}.selector`, `is '${display(String(selector))}', not ALL, ANY or EXACT`)
  }
}

function newest(valid: readonly Offer[], what: string): Service {
  const [first] = valid
  if (first === undefined) throw none(what)
  return service(first)
}

function service({ url, majorApiVersion }: Offer): Service {
  return { url, majorApiVersion }
}

function assertUrl(url: string, path: string): void {
  const parsed = URL.parse(url)
  if (parsed !== null && isSecure(parsed)) return
  throw malformed(`${path}.url`, `must use https, got '${display(url)}'`)
}

function none(what: string): ActionError {
  return malformed(what, 'offers no service that is valid now and speaks a version that we speak')
}

function malformed(path: string, problem: string): ActionError {
  return new ActionError('E_SIGNING_CONFIG', `Signing config: ${path} ${problem}`, { fix: FIX })
}
