import type { Explanations } from './explanation.ts'

/** workflowErrors explains what can be wrong with what the workflow and the runner gave. */
export const workflowErrors = {
  E_INPUT: {
    meaning: 'An input has a value that it cannot have, or two inputs exclude each other',
    fix: 'Correct the input that the message names; the tables in the [reference](reference.md#inputs) say what each may hold',
  },
  E_INPUT_FILES: {
    meaning:
      '`files` leaves nothing to work on, names a signature file, or matches too many files; or neither `files` nor `checksums` was given',
    fix: 'Name at least one file that no `!` line takes away. If the value is an expression, print it in a step before: it may be empty',
  },
  E_INPUT_CHECKSUMS: {
    meaning:
      'A line of `checksums` is no checksum line, is of another algorithm than SHA-256, or names an absolute path, `..`, or one name with two digests; or a file of `files` has no line',
    fix: "Give lines as `sha256sum` writes them, with names relative to the checksum file: 64 hexadecimal digits, two spaces, the file's name",
  },
  E_INPUT_ARTIFACT_NAME: {
    meaning: 'The artifact service does not take this name',
    fix: 'Use letters, digits and `. _ + -`, or leave `artifact-name` out',
  },
  E_ENV: {
    meaning: 'A variable that the runner always sets is missing or not what it sets',
    fix: 'Use the action as a step of a GitHub Actions job, and let no earlier step change `GITHUB_*`, `RUNNER_*` or `ACTIONS_*`; where another runner offers no artifact service, set `upload-artifact: false`',
  },
  E_ENV_NODE: {
    meaning: 'The runner brings an older Node than the action needs; or `keyless-verify` was started with one',
    fix: 'Update the self-hosted runner to the version that the message names, or use a hosted one. Start `keyless-verify` with one of the versions that it names',
  },
  E_ENV_OUTPUT: {
    meaning:
      '`GITHUB_OUTPUT` does not name a regular file that can be written to, or its disk is full, so that an output could not be set. What was signed, uploaded or attached by then, the message names',
    fix: 'Let no earlier step change that variable or touch the file; free space on the disk (`df -h`)',
  },
  E_ENV_PROXY: {
    meaning: 'A proxy variable holds something else than `http://HOST:PORT` or `https://HOST:PORT`',
    fix: 'Correct the variable; percent-encode user name and password in it; SOCKS cannot be used',
  },
  E_ENV_TLS: {
    meaning: '`NODE_TLS_REJECT_UNAUTHORIZED=0` is set, and nothing that a server says could be believed',
    fix: 'Remove it; for a private certificate authority set `NODE_EXTRA_CA_CERTS` to its PEM file',
  },
  E_EVENT_REFUSED: {
    meaning:
      'The event lets files of a pull request be signed in the name of the base repository (`pull_request_target`, or `workflow_run` after a pull request or after another `workflow_run`, which hides the first event)',
    fix: 'Sign in a workflow that runs on `push`, `release` or `workflow_dispatch`',
  },
  E_PRIVATE_REPOSITORY: {
    meaning:
      'The repository is not public, and a public Fulcio or log, which the message names, would tell what it lists, for ever',
    fix: 'Decide: set `allow-private-repository: true` if all of that may be known, else use a private Sigstore, logs included, by `signing-config` and `trusted-root`. Nothing was published so far',
  },
  E_EXPECTED_IDENTITY: {
    meaning: 'The certificate would carry another identity than `expected-identity`. Nothing was published',
    fix: 'Run the workflow, at the ref, that it names; or correct it: the message has both in full',
  },
  E_POLICY_MISSING: {
    meaning: 'Verifying was asked for without saying who must have signed',
    fix: 'Check that the signer in the message is the right one, then add the printed lines under `with:`, or the printed flags. They are a claim until you check them',
  },
} satisfies Explanations
