/*
 * Owns the one error class of the product and the closed list of its codes. Every failure that a user can meet
 * has a code here; texts live where the failure is found. Must not know any service or library.
 */
import { inWords, type Text, type Wording, workflowWording } from './wording.ts'

/** ErrorCode is every stable code that a run can end with; docs and the `error-code` output are keyed by it. */
export type ErrorCode =
  // What the workflow gave us.
  | 'E_INPUT'
  | 'E_INPUT_FILES'
  | 'E_INPUT_CHECKSUMS'
  | 'E_INPUT_ARTIFACT_NAME'
  | 'E_ENV'
  | 'E_ENV_NODE'
  | 'E_ENV_OUTPUT'
  | 'E_ENV_PROXY'
  | 'E_ENV_TLS'
  | 'E_EVENT_REFUSED'
  | 'E_PRIVATE_REPOSITORY'
  | 'E_EXPECTED_IDENTITY'
  // The files to sign or to verify, and the files that we write.
  | 'E_FILE_NOT_FOUND'
  | 'E_FILE_TYPE'
  | 'E_FILE_EMPTY'
  | 'E_FILE_LOOP'
  | 'E_FILE_NAME'
  | 'E_FILE_PERMISSION'
  | 'E_FILE_READ'
  | 'E_FILE_STALLED'
  | 'E_FILE_CHANGED'
  | 'E_DIGEST_MISMATCH'
  | 'E_OUTPUT_NAME'
  | 'E_OUTPUT_PATH'
  | 'E_OUTPUT_WRITE'
  // The runner's identity token.
  | 'E_OIDC_PERMISSION'
  | 'E_OIDC_UNAVAILABLE'
  | 'E_OIDC_TIMEOUT'
  | 'E_OIDC_RESPONSE'
  | 'E_OIDC_AUDIENCE'
  | 'E_OIDC_CLOCK'
  | 'E_OIDC_IDENTITY'
  // Trust root and signing config.
  | 'E_TUF_BLOCKED'
  | 'E_TUF_UNAVAILABLE'
  | 'E_TUF_RESPONSE'
  | 'E_TUF_EXPIRED'
  | 'E_TUF_SIGNATURE'
  | 'E_TUF_TARGET'
  | 'E_TUF_ROOT'
  | 'E_TRUSTED_ROOT'
  | 'E_SIGNING_CONFIG'
  // The look at all services, and then Fulcio and the certificate.
  | 'E_UNREACHABLE'
  | 'E_FULCIO_TOKEN_REJECTED'
  | 'E_FULCIO_REJECTED'
  | 'E_FULCIO_TIMEOUT'
  | 'E_FULCIO_NETWORK'
  | 'E_FULCIO_UNAVAILABLE'
  | 'E_FULCIO_RESPONSE'
  | 'E_CERT_KEY'
  | 'E_CERT_CHAIN'
  | 'E_CERT_SCT'
  | 'E_CERT_USAGE'
  | 'E_CERT_TIME'
  | 'E_CERT_IDENTITY'
  | 'E_CERT_ISSUER'
  | 'E_CERT_REPOSITORY'
  | 'E_CERT_EXTENSION'
  // Rekor, its log entry, the timestamp.
  | 'E_REKOR_CONFLICT'
  | 'E_REKOR_REJECTED'
  | 'E_REKOR_UNAVAILABLE'
  | 'E_REKOR_RESPONSE'
  | 'E_REKOR_MISMATCH'
  | 'E_REKOR_SET'
  | 'E_REKOR_PROOF'
  | 'E_REKOR_CHECKPOINT'
  | 'E_REKOR_TIME'
  | 'E_REKOR_KEY'
  | 'E_TSA_REJECTED'
  | 'E_TSA_UNAVAILABLE'
  | 'E_TSA_RESPONSE'
  | 'E_TIMESTAMP'
  | 'E_TIME'
  // The bundle and the signature.
  | 'E_BUNDLE_NOT_FOUND'
  | 'E_BUNDLE_MALFORMED'
  | 'E_BUNDLE_KIND'
  | 'E_SIGNATURE_FILE'
  | 'E_CERTIFICATE_FILE'
  | 'E_SIGNATURE'
  | 'E_POLICY_MISSING'
  // The workflow artifact.
  | 'E_UPLOAD_GHES'
  | 'E_UPLOAD_NAME_TAKEN'
  | 'E_UPLOAD_PERMISSION'
  | 'E_UPLOAD_QUOTA'
  | 'E_UPLOAD_UNAVAILABLE'
  | 'E_UPLOAD_RESPONSE'
  | 'E_UPLOAD_STALLED'
  | 'E_UPLOAD_CONTENT'
  | 'E_UPLOAD_VERIFY'
  // The GitHub release.
  | 'E_RELEASE_NOT_FOUND'
  | 'E_RELEASE_AMBIGUOUS'
  | 'E_RELEASE_IMMUTABLE'
  | 'E_RELEASE_ASSET_EXISTS'
  | 'E_RELEASE_DIGEST_MISMATCH'
  | 'E_RELEASE_LIMIT'
  | 'E_RELEASE_PERMISSION'
  | 'E_RELEASE_UNAVAILABLE'
  | 'E_RELEASE_RESPONSE'
  | 'E_RELEASE_VERIFY'
  // The process itself.
  | 'E_CANCELLED'
  | 'E_INTERNAL'
  | 'E_INTERNAL_UNFINISHED'

/** Transience marks an error that may pass when the call is made again, and what the service said about when. */
export interface Transience {
  /** Milliseconds that the service asked us to wait (`Retry-After`), if it did. */
  readonly retryAfter?: number
  /** True when the service has too many requests (429): then every call to it waits, not only this one. */
  readonly rateLimited?: boolean
  /** How often the call may be tried in all, where that is less than its policy allows. */
  readonly tries?: number
}

/** ActionErrorOptions are the parts of an ActionError beside its code and message. */
export interface ActionErrorOptions {
  /** What to change in the workflow or its surroundings; one or a few lines, without the word "Fix". */
  readonly fix: Text
  readonly cause?: unknown
  /** Present only when the same call may succeed later. */
  readonly transient?: Transience
  /** True where the service surely did nothing of what it was asked: it never heard of it, or refused. */
  readonly undone?: boolean
}

/**
 * ActionError is the only error that the product throws on purpose: `code` is stable, `message` says what failed on
 * which file, input or service, `fix` says what to change; both in a workflow's words.
 */
export class ActionError extends Error {
  override readonly name = 'ActionError'
  readonly code: ErrorCode
  readonly fix: string
  readonly transient: Transience | undefined
  readonly undone: boolean
  readonly #texts: { readonly message: Text; readonly fix: Text }

  constructor(code: ErrorCode, message: Text, options: ActionErrorOptions) {
    super(inWords(message, workflowWording), { cause: options.cause })
    this.code = code
    this.fix = inWords(options.fix, workflowWording)
    this.transient = options.transient
    this.undone = options.undone ?? false
    this.#texts = { message, fix: options.fix }
  }

  /** told returns message and fix in the words of a place. */
  told(say: Wording): { readonly message: string; readonly fix: string } {
    const { message, fix } = this.#texts
    return { message: inWords(message, say), fix: inWords(fix, say) }
  }

  /** retold returns the same failure with its message changed, in any words; it may pass only where `transient` says so. */
  retold(change: (message: string, say: Wording) => string, transient?: Transience): ActionError {
    const { message, fix } = this.#texts
    return new ActionError(this.code, (say) => change(inWords(message, say), say), {
      fix,
      cause: this.cause,
      ...(transient === undefined ? {} : { transient }),
    })
  }
}
