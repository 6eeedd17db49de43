#!/bin/sh
# The gate of an installer: image.iso is used only when the pinned verifier says that the pinned workflow signed
# it. Beside it lie its bundle, image.iso.sigstore.json, the verifier, and Sigstore's trusted root, which came with
# the installer; without --trusted-root it is fetched. Whatever goes wrong ends it.
set -eu

# Of the keyless-verify.mjs of a release that you looked at.
verifier=0000000000000000000000000000000000000000000000000000000000000000
# All of it; a star belongs into --ref alone, see keyless-verify --help.
identity=https://github.com/OWNER/REPO/.github/workflows/release.yml@refs/tags/v1.2.3

echo "$verifier  keyless-verify.mjs" | sha256sum --check --strict --quiet
node keyless-verify.mjs --identity "$identity" --trusted-root trusted_root.json image.iso

echo 'install from image.iso'
