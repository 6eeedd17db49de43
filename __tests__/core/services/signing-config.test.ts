/* Goes through signing configs as a table: what is valid when, which version, and how many of how many operators. */
import { describe, expect, it } from '@jest/globals'
import { chooseServices } from '../../../src/core/services/signing-config.ts'

interface Offer {
  readonly url?: string
  readonly majorApiVersion?: number
  readonly validFor?: unknown
  readonly operator?: string
}

const NOW = Date.UTC(2026, 5, 1)
const at = (time: number): string => new Date(time).toISOString()
const always = { start: '2020-01-01T00:00:00Z' }

const offer = (changes: Offer): Offer => ({
  majorApiVersion: 1,
  validFor: always,
  operator: changes.url ?? '',
  ...changes,
})
const named = (...urls: readonly string[]): readonly Offer[] => urls.map((name) => offer({ url: `https://${name}` }))

function config(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: named('fulcio'),
    rekorTlogUrls: named('rekor'),
    rekorTlogConfig: { selector: 'ANY' },
    tsaUrls: named('tsa'),
    tsaConfig: { selector: 'ANY' },
    ...changes,
  }
}

const choose = (value: unknown, rekorVersion?: 1 | 2) => chooseServices(value, { rekorVersion, now: NOW })
const logs = (value: unknown, rekorVersion?: 1 | 2): readonly string[] =>
  choose(value, rekorVersion).transparencyLogs.map(({ url, majorApiVersion }) => `${url} v${String(majorApiVersion)}`)

/** Logs that are offered, the version that is asked for, and which of them is picked. */
const picks: readonly (readonly [string, readonly Offer[], 1 | 2 | undefined, readonly string[]])[] = [
  ['the only one', named('a'), undefined, ['https://a v1']],
  [
    'the one that started last',
    [offer({ url: 'https://a' }), offer({ url: 'https://b', validFor: { start: '2021-01-01T00:00:00Z' } })],
    undefined,
    ['https://b v1'],
  ],
  [
    'the highest version',
    [offer({ url: 'https://a' }), offer({ url: 'https://b', majorApiVersion: 2 })],
    undefined,
    ['https://b v2'],
  ],
  [
    'the version asked for',
    [offer({ url: 'https://a' }), offer({ url: 'https://b', majorApiVersion: 2 })],
    1,
    ['https://a v1'],
  ],
  [
    'none of a version that we do not speak',
    [offer({ url: 'https://a' }), offer({ url: 'https://b', majorApiVersion: 3 })],
    undefined,
    ['https://a v1'],
  ],
  [
    'none that starts in a millisecond',
    [offer({ url: 'https://a' }), offer({ url: 'https://b', majorApiVersion: 2, validFor: { start: at(NOW + 1) } })],
    undefined,
    ['https://a v1'],
  ],
  [
    'one that starts now',
    [offer({ url: 'https://a' }), offer({ url: 'https://b', validFor: { start: at(NOW) } })],
    undefined,
    ['https://b v1'],
  ],
  [
    'one that ends now',
    [offer({ url: 'https://a', validFor: { ...always, end: at(NOW) } })],
    undefined,
    ['https://a v1'],
  ],
  [
    'none that ended a millisecond ago',
    [
      offer({ url: 'https://a' }),
      offer({ url: 'https://b', majorApiVersion: 2, validFor: { ...always, end: at(NOW - 1) } }),
    ],
    undefined,
    ['https://a v1'],
  ],
  ['a URL without the slash at its end', [offer({ url: 'https://a/' })], undefined, ['https://a v1']],
  ['a URL without any slash at its end', [offer({ url: 'https://a//' })], undefined, ['https://a v1']],
  [
    'a service on loopback without TLS',
    [offer({ url: 'http://127.0.0.1:3000' })],
    undefined,
    ['http://127.0.0.1:3000 v1'],
  ],
]

/** A selector and the number of logs that it picks from three logs of two operators. */
const selectors: readonly (readonly [unknown, readonly string[]])[] = [
  [{ selector: 'ANY' }, ['a']],
  [{ selector: 2 }, ['a']],
  [{ selector: 'ALL' }, ['a', 'c']],
  [{ selector: 1 }, ['a', 'c']],
  [{ selector: 'EXACT', count: 1 }, ['a']],
  [{ selector: 'EXACT', count: 2 }, ['a', 'c']],
  [{ selector: 3, count: 2 }, ['a', 'c']],
]

const refused: readonly (readonly [string, unknown, string])[] = [
  ['a text', 'config', 'the document is not an object'],
  ['version 0.1', config({ mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.1+json' }), 'mediaType is '],
  ['no Fulcio', config({ caUrls: [] }), 'Fulcio offers no service'],
  ['no logs', config({ rekorTlogUrls: undefined }), 'rekorTlogConfig offers no service'],
  ['an empty list of logs', config({ rekorTlogUrls: [] }), 'rekorTlogConfig offers no service'],
  ['no logs for ALL', config({ rekorTlogUrls: [], rekorTlogConfig: { selector: 'ALL' } }), 'offers no service'],
  ['an unknown selector', config({ tsaConfig: { selector: 'TRUST_ME' } }), "tsaConfig.selector is 'TRUST_ME'"],
  ['no selector', config({ tsaConfig: {} }), 'tsaConfig.selector is missing'],
  ['EXACT 0', config({ tsaConfig: { selector: 'EXACT', count: 0 } }), 'asks for 0 of 1'],
  ['EXACT 2 of one', config({ tsaConfig: { selector: 'EXACT', count: 2 } }), 'asks for 2 of 1'],
  ['EXACT without a count', config({ tsaConfig: { selector: 'EXACT' } }), 'tsaConfig.count is missing'],
  [
    'a service without a start',
    config({ tsaUrls: [offer({ url: 'https://a', validFor: {} })] }),
    'tsaUrls[0].validFor.start is missing',
  ],
  [
    'a service without TLS',
    config({ tsaUrls: named('a', 'b').map((each) => ({ ...each, url: 'http://tsa' })) }),
    'tsaUrls[0].url must use https',
  ],
  ['a service at no URL', config({ caUrls: [offer({ url: 'fulcio' })] }), 'caUrls[0].url must use https'],
]

describe('choosing services', () => {
  it.each(picks)('picks %s', (_, rekorTlogUrls, version, expected) => {
    expect(logs(config({ rekorTlogUrls }), version)).toEqual(expected)
  })

  it.each(selectors)('reads the selector %j', (rekorTlogConfig, expected) => {
    const rekorTlogUrls = [
      offer({ url: 'https://a', operator: 'one' }),
      offer({ url: 'https://b', operator: 'one' }),
      offer({ url: 'https://c', operator: 'two' }),
    ]
    expect(logs(config({ rekorTlogConfig, rekorTlogUrls }))).toEqual(expected.map((name) => `https://${name} v1`))
  })

  it.each(refused)('refuses %s', (_, value, problem) => {
    const message = expect.stringContaining(problem)
    expect(() => choose(value)).toThrow(expect.objectContaining({ code: 'E_SIGNING_CONFIG', message }))
  })

  it('needs no timestamp authority or log version that nobody asked for', () => {
    expect(choose(config())).toEqual({
      certificateAuthority: { url: 'https://fulcio', majorApiVersion: 1 },
      transparencyLogs: [{ url: 'https://rekor', majorApiVersion: 1 }],
      timestampAuthorities: [{ url: 'https://tsa', majorApiVersion: 1 }],
    })
  })
})
