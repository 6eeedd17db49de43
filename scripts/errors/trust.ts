import type { Explanations } from './explanation.ts'

/** trustErrors explains what can be wrong with the trust root and the signing config. */
export const trustErrors = {
  E_TUF_BLOCKED: {
    meaning:
      'The TUF repository, where the trust root comes from, refuses the runner (403 and the like), or a proxy refuses the way to it',
    fix: 'Allow the host that the message names in the egress rules, or give `trusted-root` (to sign, `signing-config`, too): then nothing is fetched',
  },
  E_TUF_UNAVAILABLE: {
    meaning: 'The TUF repository cannot be reached, or fails',
    fix: 'Check firewall and proxy of the runner; or give `trusted-root` (to sign, `signing-config`, too)',
  },
  E_TUF_RESPONSE: {
    meaning: 'The TUF repository answers something that is no metadata, as a captive portal or a proxy does',
    fix: 'Open the host that the message names from the runner (`curl`), see who answers, and let the runner pass; or give `trusted-root` (to sign, `signing-config`, too)',
  },
  E_TUF_EXPIRED: {
    meaning: 'The metadata of the TUF repository has expired',
    fix: "Check the runner's clock; if it is right, the mirror in `tuf-url` has not been refreshed",
  },
  E_TUF_SIGNATURE: {
    meaning: 'The metadata of the TUF repository is not signed as its root demands, or older than it may be',
    fix: 'Do not go on: the repository, the mirror, or something on the way serves false metadata. If `tuf-root` is given, check that it belongs to `tuf-url`',
  },
  E_TUF_TARGET: {
    meaning: 'A file of the TUF repository is not the one that the signed metadata names',
    fix: 'Do not go on: the repository, the mirror, or something on the way serves false files',
  },
  E_TUF_ROOT: {
    meaning: 'No root is known for the mirror in `tuf-url`, or `tuf-root` is not one',
    fix: "Give the mirror's root.json as `tuf-root`, from a source that you trust",
  },
  E_TRUSTED_ROOT: {
    meaning: 'The trusted root is unreadable or incomplete',
    fix: 'Give a whole trusted_root.json, as `cosign trusted-root create --with-default-services` writes it',
  },
  E_SIGNING_CONFIG: {
    meaning: 'The signing config is unreadable, or offers nothing that is valid now',
    fix: 'Give a signing config v0.2 with a Fulcio, a Rekor and a timestamp authority whose times include today; leave `rekor-version` out, or ask for a version that it has',
  },
} satisfies Explanations
