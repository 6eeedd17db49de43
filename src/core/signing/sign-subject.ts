/*
 * Owns the signing of one subject: signature, log entries and timestamps side by side, bundle, and its
 * judgement before anybody sees it. Must not write files.
 */
import { buildBundle, parseBundle } from '../bundle/bundle.ts'
import { usableUntil } from '../bundle/certificate.ts'
import { withContent } from '../files/small-content.ts'
import type { CredentialSource } from '../identity/credential.ts'
import { display } from '../shared/display.ts'
import { base64 } from '../shared/encoding.ts'
import { ActionError } from '../shared/errors.ts'
import { both, mapParallel } from '../shared/parallel.ts'
import { logUrl } from '../shared/public-instances.ts'
import type { PublicEntry } from './public-entries.ts'
import { verifyOwnBundle } from './verify-own-bundle.ts'
import type {
  Credential,
  Job,
  LogEntry,
  SignedSubject,
  Subject,
  Text,
  TimestampAuthority,
  Tools,
  TransparencyLog,
  Trusted,
} from '../types.ts'

/** SubjectPorts is what signing one subject needs. */
export interface SubjectPorts {
  readonly tools: Tools
  readonly credentials: CredentialSource
  readonly services: {
    readonly transparencyLogs: readonly TransparencyLog[]
    readonly timestampAuthorities: readonly TimestampAuthority[]
  }
  readonly trusted: Trusted
  readonly job: Pick<Job, 'repository' | 'serverUrl'>
  /** Milliseconds since the epoch: the start of signing and the end of its budget. */
  readonly started: number
  readonly deadline: number
  /** Keeps the text of a bundle. */
  readonly pack: (text: string) => Text
  /** Told of every entry as soon as it is public, and of one that may be when its log is given up. */
  readonly published: (entry: PublicEntry) => void
  /** Told when a subject has its timestamps, and only the log, which is the slowest, is still waited for. */
  readonly timestamped?: () => void
}

/**
 * signSubject returns the subject with its verified bundle. When the certificate runs out in an outage, it signs again
 * with a new one, until the budget ends. Throws E_REKOR_*, E_TSA_*, E_CERT_*, E_TIMESTAMP, and all of a credential.
 */
export async function signSubject(subject: Subject, ports: SubjectPorts, signal: AbortSignal): Promise<SignedSubject> {
  let fresh = false
  for (;;) {
    const credential = await ports.credentials.current()
    try {
      return await signOnce(subject, credential, fresh, ports, signal)
    } catch (error) {
      if (!(error instanceof ActionError) || signal.aborted) throw error
      const conflict: boolean = error.code === 'E_REKOR_CONFLICT' && !fresh
      const end = usableUntil(credential.certificate)
      const outlived = error.transient !== undefined && end < ports.deadline
      if (!conflict && !outlived) throw error
      // Rekor v2 gives no way back to an entry whose reply was lost: another signature makes another entry.
      fresh = conflict
      if (conflict) {
        const name = `'${display(subject.name)}'`
        ports.tools.log.info(`The log entry of ${name} whose answer was lost stays public; signing ${name} once more`)
      }
      if (outlived) await ports.tools.clock.sleep(Math.max(0, end - ports.tools.clock.now()), signal)
    }
  }
}

async function signOnce(
  subject: Subject,
  credential: Credential,
  fresh: boolean,
  ports: SubjectPorts,
  signal: AbortSignal,
): Promise<SignedSubject> {
  const { call, clock } = ports.tools
  const { transparencyLogs, timestampAuthorities } = ports.services
  const { certificate, key } = credential
  const digest = subject.sha256
  const message = await withContent(subject, { algorithm: 'sha256', hex: digest }, { signal })
  const { content } = message
  const signature = content === undefined ? key.signDigest(digest, { fresh }) : key.signMessage(content)
  const deadline = Math.min(ports.deadline, usableUntil(certificate))
  const record = async (log: TransparencyLog, stop: AbortSignal): Promise<{ entry: LogEntry; url: string }> => {
    // Tries that the log may have answered by taking the entry, heard or not.
    let open = 0
    const attempt = async (either: AbortSignal): Promise<LogEntry> => {
      open++
      try {
        return await log.record({ digest, signature, certificate }, either)
      } catch (error) {
        if (error instanceof ActionError && error.undone) open--
        throw error
      }
    }
    const entry = await call({ service: 'transparencyLog', url: log.url, deadline, signal: stop, attempt }).catch(
      (error: unknown) => {
        if (open > 0) ports.published({ name: subject.name, logUrl: log.url })
        throw error
      },
    )
    const url = logUrl(log, entry)
    ports.published({ name: subject.name, logIndex: entry.logIndex, logUrl: url })
    return { entry, url }
  }
  const stamp = (authority: TimestampAuthority, stop: AbortSignal): Promise<Uint8Array> => {
    const attempt = (either: AbortSignal): Promise<Uint8Array> => authority.timestamp(signature, either)
    return call({ service: 'timestampAuthority', url: authority.url, deadline, signal: stop, attempt })
  }
  const [entries, timestamps] = await both(
    signal,
    (stop) => mapParallel(transparencyLogs, Infinity, record, stop),
    async (stop) => {
      const stamps = await mapParallel(timestampAuthorities, Infinity, stamp, stop)
      ports.timestamped?.()
      return stamps
    },
  )
  const bundleText = buildBundle({
    certificate,
    sha256: digest,
    signature,
    logEntries: entries.map(({ entry }) => entry),
    timestamps,
  })
  const verified = verifyOwnBundle(parseBundle(bundleText), message, credential, {
    trusted: ports.trusted,
    job: ports.job,
    started: ports.started,
    now: clock.now(),
  })
  return {
    ...subject,
    signature: base64(signature),
    bundle: ports.pack(bundleText),
    verified,
    logUrl: entries[0]?.url ?? '',
  }
}
