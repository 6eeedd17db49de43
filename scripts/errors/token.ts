import type { Explanations } from './explanation.ts'

/** tokenErrors explains what can be wrong with the identity token of the runner. */
export const tokenErrors = {
  E_OIDC_PERMISSION: {
    meaning: 'The job gets no token: no `id-token: write`, or a pull request from a fork, or a run by Dependabot',
    fix: 'Add `permissions: id-token: write` to this very job; a called workflow needs it in the job that calls it, too. Forks and Dependabot never get one: pass over them with `on-missing-token: skip`',
  },
  E_OIDC_UNAVAILABLE: {
    meaning: "GitHub's token service failed until the time was used up, or a proxy refuses the way to it",
    fix: 'See [githubstatus.com](https://www.githubstatus.com), and run the job again. If the message names a host and port to allow, allow them in firewall and proxy',
  },
  E_OIDC_TIMEOUT: {
    meaning: "GitHub's token service did not answer in time",
    fix: 'See [githubstatus.com](https://www.githubstatus.com), and run the job again',
  },
  E_OIDC_RESPONSE: {
    meaning: "GitHub's token service answered something that is no token",
    fix: 'See [githubstatus.com](https://www.githubstatus.com), and run the job again; other platforms than GitHub Actions have no such token',
  },
  E_OIDC_AUDIENCE: {
    meaning: 'The token is for somebody else than Fulcio',
    fix: 'Leave `audience` out; with a Sigstore of your own give the audience that its Fulcio is set up for',
  },
  E_OIDC_CLOCK: {
    meaning: "The token is not valid at the runner's time",
    fix: "Set the self-hosted runner's clock (`timedatectl` shows whether NTP keeps it right)",
  },
  E_OIDC_IDENTITY: {
    meaning:
      'The token is of another repository, commit, run, event or server than this job, or its issuer is not one that the public Fulcio believes',
    fix: "On GitHub Enterprise Server and ghe.com, use a Sigstore of your own ([operations.md](operations.md#github-enterprise)). Elsewhere, do not sign before you know what answers in the place of the runner's token service: an earlier step may have changed `ACTIONS_ID_TOKEN_REQUEST_URL`",
  },
} satisfies Explanations
