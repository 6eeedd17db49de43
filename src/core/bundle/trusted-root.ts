/*
 * Owns what a trusted root must say before anything is checked against it (sigstore_trustroot.proto), and which logs
 * it vouches for and when. Must not check any bundle.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { readJson, type JsonReader } from '../shared/json.ts'
import { logUrl } from '../shared/public-instances.ts'
import type { Text } from '../shared/wording.ts'
import { isRekorV2, signedTime } from './log-entry.ts'
import type { LogEntryFacts, TrustedLog, TrustedRoot } from '../types.ts'

const MEDIA_TYPES = [
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot.v0.1+json',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]

/**
 * readTrustedRoot checks the form of a trusted root. Every log and authority needs a start of its validity: the engine
 * takes a missing one for the beginning of time. Throws E_TRUSTED_ROOT.
 */
export function readTrustedRoot(json: unknown): TrustedRoot {
  const root = readJson(json, broken)
  const mediaType = root.field('mediaType').text()
  if (!MEDIA_TYPES.includes(mediaType)) throw broken('mediaType', `is '${display(mediaType)}'`)
  for (const name of ['certificateAuthorities', 'timestampAuthorities']) {
    for (const authority of list(root, name)) {
      range(authority)
      const chain = authority.field('certChain').field('certificates').items()
      if (chain.length === 0) throw broken(`${authority.path}.certChain`, 'is empty')
      for (const certificate of chain) certificate.field('rawBytes').bytes()
    }
  }
  if (list(root, 'certificateAuthorities').length === 0) throw broken('certificateAuthorities', 'is empty')
  list(root, 'ctlogs').forEach(readLog)
  return { json, logs: list(root, 'tlogs').map(readLog) }
}

/** logUrlOf returns where a person can look an entry up, else the address that the root gives its log; '' where it has none. */
export function logUrlOf(root: TrustedRoot, entry: LogEntryFacts): string {
  const url = root.logs.find((log) => log.keyIds.includes(entry.logId.keyId))?.baseUrl ?? ''
  return URL.canParse(url) ? logUrl({ url, majorApiVersion: isRekorV2(entry) ? 2 : 1 }, entry) : url
}

/**
 * useRightRoot is what to do where nobody in the trusted root vouches for a part of a bundle: most often the root is another
 * instance's, or was copied long ago; where it is not, the part is false.
 */
export const useRightRoot: Text = ({ input }) =>
  `use the trusted root of the Sigstore instance that signed, as it is now (${input('trusted-root')}); ` +
  'if that is the one you use, do not use this file with this bundle'

/**
 * assertLogTrusted throws E_REKOR_KEY unless the root vouches for the entry's log at the time that its SET signs, or,
 * without a SET, at all `timestamps` (milliseconds since the epoch).
 */
export function assertLogTrusted(root: TrustedRoot, entry: LogEntryFacts, timestamps: readonly number[]): void {
  const known = root.logs.filter((log) => log.keyIds.includes(entry.logId.keyId))
  const signed = signedTime(entry)
  const moments = signed === undefined ? timestamps : [signed]
  if (known.some((log) => moments.every((moment) => log.start <= moment && moment <= log.end))) return
  const why = known.length === 0 ? 'does not name this log' : "says that the log's key was not valid then"
  throw new ActionError('E_REKOR_KEY', `The transparency log entry cannot be trusted: the trusted root ${why}`, {
    fix: useRightRoot,
  })
}

function list(root: JsonReader, name: string): readonly JsonReader[] {
  return root.has(name) ? root.field(name).items() : []
}

function readLog(log: JsonReader): TrustedLog {
  const key = log.field('publicKey')
  key.field('rawBytes').bytes()
  const keyIds = ['logId', 'checkpointKeyId'].filter((name) => log.has(name))
  if (keyIds.length === 0) throw broken(`${log.path}.logId`, 'is missing')
  return {
    keyIds: keyIds.map((name) => log.field(name).field('keyId').text()),
    baseUrl: log.field('baseUrl').text(),
    ...range(key),
  }
}

function range(owner: JsonReader): { readonly start: number; readonly end: number } {
  const validFor = owner.field('validFor')
  return { start: validFor.field('start').time(), end: validFor.has('end') ? validFor.field('end').time() : Infinity }
}

function broken(path: string, problem: string): ActionError {
  return new ActionError('E_TRUSTED_ROOT', `This is not a Sigstore trusted root: ${path} ${problem}`, {
    fix: 'give a whole trusted_root.json, as `cosign trusted-root create` writes it',
  })
}
