/** VERSION is the one of package.json. */
export const VERSION = '0.1.0'

/** usage is what `--help` prints. */
export const usage = `usage: keyless-verify FILE... --repository OWNER/REPO --workflow FILE.yml --ref REF [OPTION...]
       keyless-verify FILE... --identity IDENTITY [OPTION...]

Verifies that each FILE was signed with Sigstore, without keys, by exactly the signer that is said here. Each needs its
bundle beside it, FILE.sigstore.json. Without a signer it prints whom the bundle names, and the flags to pin that.
Where a pattern gives the files, write ./* in place of *, or -- before it: a file may have an option for a name.

Who must have signed (compared exactly; only --ref may hold *, which does not cross a /):
  --repository OWNER/REPO      the repository whose run signed
  --workflow FILE.yml          its workflow file, in .github/workflows/
  --signer-workflow PATH       in place of --workflow, a reusable one: OWNER/REPO/.github/workflows/FILE.yml
  --ref REF                    the ref of the workflow: refs/tags/v1.2.3, refs/tags/v*
  --identity IDENTITY          in place of workflow and ref, the whole identity
  --issuer URL                 its OIDC issuer; GitHub's where left out
  --source-ref REF             the ref that the run was for
  --source-digest COMMIT       the commit that the run was for
  --environment NAME           the deployment environment of the job
  --runner-environment NAME    github-hosted or self-hosted

What it is verified with (several paths: the flag once for each FILE, in their order):
  --bundle PATH                the bundle, where it is not FILE.sigstore.json
  --signature PATH             a .sig file, which must hold the bundle's signature
  --certificate PATH           a .pem file, which must hold the bundle's certificate
  --checksums PATH             a SHA256SUMS file, or - for standard input: each FILE must agree with its line;
                               without FILE, every line is verified by its digest
  --trusted-root PATH          a trusted_root.json; nothing is fetched then
  --tuf-url URL                a TUF repository that has it; Sigstore's own where left out
  --tuf-root PATH              the initial root.json of that repository

  --json                       prints the results as JSON, or {code, message, fix}
  --quiet                      prints nothing when all is well
  -h, --help                   prints this, given alone
  -v, --version                prints the version, given alone

Exit code: 0 when every check of every file passed, 1 when not, 2 for wrong use.
`
