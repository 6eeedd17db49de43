#!/usr/bin/env bash
# Owns the trial with a real ISO: makes one with xorriso out of the installed packages, and has ./demo sign it, twice,
# and once a sample of its own. Must leave nothing in the tree.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

install_xorriso() {
  command -v xorriso >/dev/null && return
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends xorriso >/dev/null
}

install_xorriso || { echo 'xorriso is missing and cannot be installed: this needs Debian packages and root'; exit 1; }
[ -x ./demo ] || { echo './demo is missing'; exit 1; }

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export TMPDIR="$scratch"
image="$scratch/release image.iso"
xorriso -report_about WARNING -as mkisofs -quiet -r -J -V KEYLESS_SIGN -o "$image" node_modules
echo "made an ISO of $(wc -c <"$image") bytes"

before="$(git status --porcelain)"
for _ in first second; do timeout 300 ./demo "$image"; done
timeout 300 ./demo
[ "$(git status --porcelain)" = "$before" ] || { echo './demo left something in the tree:'; git status --porcelain; exit 1; }
