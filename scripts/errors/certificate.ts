import type { Explanations } from './explanation.ts'

/** certificateErrors explains what can be wrong with Fulcio and with the certificate. */
export const certificateErrors = {
  E_UNREACHABLE: {
    meaning:
      'Before anything was public, Fulcio, a log or a timestamp authority could not be reached: no such name, refused, no answer, a proxy that refuses the way, or a TLS certificate that nobody vouches for',
    fix: 'Allow each host and port that the message names in firewall and proxy; where one looks into TLS, set `NODE_EXTRA_CA_CERTS` to its PEM file. If the status of the services is bad ([status.sigstore.dev](https://status.sigstore.dev)), a higher `timeout-minutes` waits longer',
  },
  E_FULCIO_TOKEN_REJECTED: {
    meaning: 'Fulcio does not accept the token',
    fix: "Check that this Fulcio trusts the token's issuer and audience: the public one takes github.com, not GitHub Enterprise Server, and `sigstore` as `audience`",
  },
  E_FULCIO_REJECTED: {
    meaning: 'Fulcio refuses the request',
    fix: 'Check the URL of Fulcio in the signing config, and that no proxy answers in its place',
  },
  E_FULCIO_TIMEOUT: {
    meaning: 'No whole answer of Fulcio came in time',
    fix: 'See [status.sigstore.dev](https://status.sigstore.dev), and run again; a higher `timeout-minutes` rides out a longer outage',
  },
  E_FULCIO_NETWORK: {
    meaning: 'Fulcio cannot be reached, or nobody vouches for its TLS certificate',
    fix: 'Allow the host that the message names in firewall and proxy; where one looks into TLS, set `NODE_EXTRA_CA_CERTS` to its PEM file',
  },
  E_FULCIO_UNAVAILABLE: {
    meaning: 'Fulcio answers with failures',
    fix: 'See [status.sigstore.dev](https://status.sigstore.dev), and run again; a higher `timeout-minutes` rides out a longer outage',
  },
  E_FULCIO_RESPONSE: {
    meaning: "Fulcio's answer holds no certificate",
    fix: 'See [status.sigstore.dev](https://status.sigstore.dev), and check that no proxy answers in its place',
  },
  E_CERT_KEY: {
    meaning:
      'The certificate is for another key than the one it was asked for, or verifying: for a key that is not P-256, P-384 or P-521',
    fix: 'Signing: do not trust this Fulcio. Verifying: only cosign verifies such a key',
  },
  E_CERT_CHAIN: {
    meaning: 'The certificate was not issued by a Fulcio of the trusted root',
    fix: 'Use the trusted root of the instance that signed, as it is now; if that is the one you use, do not use the file',
  },
  E_CERT_SCT: {
    meaning: 'No certificate transparency log of the trusted root vouches for the certificate',
    fix: 'Use the trusted root of the instance that signed, as it is now; if that is the one you use, do not use the file',
  },
  E_CERT_USAGE: {
    meaning: 'The certificate is not for signing code, or is an authority itself',
    fix: 'Signing: do not trust this Fulcio. Verifying: do not use the file',
  },
  E_CERT_TIME: {
    meaning: 'The new certificate is not valid now',
    fix: "Set the self-hosted runner's clock; if it is right, do not trust this Fulcio",
  },
  E_CERT_IDENTITY: {
    meaning:
      'Somebody else signed than you expect, or the certificate names others, too, or in another kind of name; the message has all identities in full',
    fix: 'If the signer is right, correct `identity`, or `workflow` and `ref`; else do not use the file',
  },
  E_CERT_ISSUER: {
    meaning: 'Another identity provider vouched for the signer than you expect',
    fix: 'If it is right, give it as `issuer`; else do not use the file',
  },
  E_CERT_REPOSITORY: {
    meaning:
      'The run that signed belonged to another repository than you expect, as when it called a reusable workflow',
    fix: 'If it is right, say it with `repository`, and the reusable workflow with `signer-workflow`; else do not use the file',
  },
  E_CERT_EXTENSION: {
    meaning: 'The certificate says another commit, ref, run or environment than you expect, or none',
    fix: 'Verifying: if what it says is right, correct `source-ref`, `source-digest`, `environment` or `runner-environment`; else do not use the file. Signing: do not trust this Fulcio',
  },
} satisfies Explanations
