import type { Explanations } from './explanation.ts'

/** logErrors explains what can be wrong with the transparency log, its entry, and the timestamp. */
export const logErrors = {
  E_REKOR_CONFLICT: {
    meaning: 'The log has this entry already and does not give it back',
    fix: 'Run the job again: it signs with a new key, which is a new entry',
  },
  E_REKOR_REJECTED: {
    meaning: 'The log refuses the entry',
    fix: 'Check the URL and the version of the log in the signing config; with the public instance, open an issue',
  },
  E_REKOR_UNAVAILABLE: {
    meaning: 'The log cannot be reached, or fails',
    fix: 'See [status.sigstore.dev](https://status.sigstore.dev), and run again; a higher `timeout-minutes` rides out a longer outage. If the status is good, allow the host that the message names',
  },
  E_REKOR_RESPONSE: {
    meaning: "The log's answer is no log entry",
    fix: 'See [status.sigstore.dev](https://status.sigstore.dev), and check that no proxy answers in its place',
  },
  E_REKOR_MISMATCH: {
    meaning: 'The entry is about another digest, signature or certificate',
    fix: 'Signing: do not trust the log. Verifying: do not use the file; have it signed again',
  },
  E_REKOR_SET: {
    meaning: "The entry's signed entry timestamp is missing or false",
    fix: 'Signing: do not trust the log; a v1 log signs every entry at once. Verifying: do not use the file; have it signed again',
  },
  E_REKOR_PROOF: {
    meaning: 'The inclusion proof is missing, false, or of another tree than the checkpoint, or an index is negative',
    fix: 'Signing: do not trust the log. Verifying: do not use the file; have it signed again',
  },
  E_REKOR_CHECKPOINT: {
    meaning: 'The checkpoint is missing, unreadable, or not signed by the log',
    fix: 'Signing: do not trust the log. Verifying: do not use the file; have it signed again',
  },
  E_REKOR_TIME: {
    meaning: 'The log says a time that is not in this run',
    fix: "Set the self-hosted runner's clock; if it is right, do not trust the log",
  },
  E_REKOR_KEY: {
    meaning: 'The trusted root does not name this log, or not for that time',
    fix: 'Use the trusted root of the instance that signed, as it is now: an old copy lacks newer logs; if that is the one you use, do not use the file',
  },
  E_TSA_REJECTED: {
    meaning: 'The timestamp authority refuses the request for good, by HTTP or by a status of RFC 3161',
    fix: 'Check its URL in the signing config, and that no proxy answers in its place',
  },
  E_TSA_UNAVAILABLE: {
    meaning: 'The timestamp authority cannot be reached, or fails',
    fix: 'See [status.sigstore.dev](https://status.sigstore.dev), and run again; a higher `timeout-minutes` rides out a longer outage. If the status is good, allow the host that the message names',
  },
  E_TSA_RESPONSE: {
    meaning: "The timestamp authority's answer is no timestamp",
    fix: 'See [status.sigstore.dev](https://status.sigstore.dev), and check that no proxy answers in its place',
  },
  E_TIMESTAMP: {
    meaning:
      'A timestamp is unreadable, false, or of an authority that nobody vouches for; or nothing signed says when the file was signed',
    fix: 'Use the trusted root of the instance that signed, as it is now; if that is the one you use, do not use the file',
  },
  E_TIME: {
    meaning: "A signed time is outside the certificate's life",
    fix: 'Do not use the file; have it signed again',
  },
} satisfies Explanations
