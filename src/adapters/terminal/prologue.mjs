/*
 * Owns the first word of keyless-verify: on a Node that it is not made for it says so, before anything else of the file runs,
 * and helps where that was asked for. The build puts it in front of the file; JavaScript that a Node of many years ago reads, too.
 */
{
  // What the Sigstore libraries' `engines` ask for.
  const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number)
  const isNew22 = major === 22 && (minor > 22 || (minor === 22 && patch >= 2))
  const isNew24 = major === 24 && minor >= 15
  if (!isNew22 && !isNew24 && major < 25) {
    // The build puts the text of the help here.
    if (/^(?:-h|--help)$/.test(process.argv.slice(2).join(' '))) console.log('USAGE')
    console.error(
      `keyless-verify: E_ENV_NODE: this is Node ${process.versions.node}, and nothing was verified\n` +
        'Fix: run it with Node 24.15 or newer, or with 22.22.2 or newer of 22',
    )
    process.exit(1)
  }
}
