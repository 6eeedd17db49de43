import type { Explanations } from './explanation.ts'

/** bundleErrors explains what can be wrong with a bundle and with the files beside it. */
export const bundleErrors = {
  E_BUNDLE_NOT_FOUND: {
    meaning: 'There is no bundle; `.sig` and `.pem` alone prove nothing without the network',
    fix: 'Download the `.sigstore.json`, too, beside the file, or name it in `bundle`; where none was published, name both files in `signature` and `certificate`, and a cosign command is printed',
  },
  E_BUNDLE_MALFORMED: {
    meaning: 'It is not a bundle, something in it cannot be read, or it holds more than any bundle does',
    fix: 'Get it again from where it was published, and see that it is JSON: a failed download often leaves a web page',
  },
  E_BUNDLE_KIND: {
    meaning: 'The bundle holds an attestation, was made with a managed key, or is in the format of an old cosign',
    fix: 'Verify it with the tool that the message names; make a Sigstore bundle of an old one with `cosign bundle create`',
  },
  E_SIGNATURE_FILE: {
    meaning: 'The `.sig` does not hold the signature of the bundle',
    fix: 'Get the file, its bundle, its `.sig` and its `.pem` again from one release: one of them was replaced',
  },
  E_CERTIFICATE_FILE: {
    meaning: 'The `.pem` does not hold the certificate of the bundle',
    fix: 'Get the file, its bundle, its `.sig` and its `.pem` again from one release: one of them was replaced',
  },
  E_SIGNATURE: {
    meaning: "The signature is not of this certificate's key over this digest",
    fix: 'Do not use the file; get it and its bundle again from where they were published',
  },
} satisfies Explanations
