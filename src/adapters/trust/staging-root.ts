/*
 * Owns the pinned first root of Sigstore's staging TUF repository, root.json version 14, as the PyPI package sigstore 4.5.1 ships
 * it (SHA-256 353d172f05f9e73b4a647b1a464f16726d929cbfd030cc42bffb86cd742fb61f). A first root may be past its date: the
 * repository's own roots lead from it to the newest, which may not.
 */
import root from './staging-root.json' with { type: 'json' }

/** stagingRootText is that root as JSON; its signatures are over a canonical form, whatever its white space. */
export const stagingRootText = JSON.stringify(root)
