/*
 * Owns Fulcio, the certificate authority, with the mapping of GitHub's claims to certificate extensions that the public
 * instance uses (docs/oid-info.md of sigstore/fulcio), and an issuer of e-mail identities beside it.
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ports } from '../setup/ports.ts'
import type { Places } from '../support/places.ts'
import { answers, type ServiceSpec } from '../support/service.ts'
import { ctLogUrl } from './ct-log.ts'

const issuers = {
  github: `http://localhost:${ports.githubIssuer}`,
  email: `http://localhost:${ports.emailIssuer}`,
}

const extensionTemplates = {
  GithubWorkflowTrigger: 'event_name',
  GithubWorkflowSHA: 'sha',
  GithubWorkflowName: 'workflow',
  GithubWorkflowRepository: 'repository',
  GithubWorkflowRef: 'ref',
  BuildSignerURI: '{{ .url }}/{{ .job_workflow_ref }}',
  BuildSignerDigest: 'job_workflow_sha',
  RunnerEnvironment: 'runner_environment',
  SourceRepositoryURI: '{{ .url }}/{{ .repository }}',
  SourceRepositoryDigest: 'sha',
  SourceRepositoryRef: 'ref',
  SourceRepositoryIdentifier: 'repository_id',
  SourceRepositoryOwnerURI: '{{ .url }}/{{ .repository_owner }}',
  SourceRepositoryOwnerIdentifier: 'repository_owner_id',
  BuildConfigURI: '{{ .url }}/{{ .workflow_ref }}',
  BuildConfigDigest: 'workflow_sha',
  BuildTrigger: 'event_name',
  RunInvocationURI: '{{ .url }}/{{ .repository }}/actions/runs/{{ .run_id }}/attempts/{{ .run_attempt }}',
  SourceRepositoryVisibilityAtSigning: 'repository_visibility',
  DeploymentEnvironment: 'environment',
}

/** configureFulcio writes which issuers Fulcio believes and what it makes of their claims. */
export function configureFulcio(places: Places): Promise<void> {
  return configure(configurationPath(places), issuers.github)
}

/** withGithubIssuer returns the arguments for `Service.start` of a Fulcio that knows the runner's issuer by this URL. */
export async function withGithubIssuer(places: Places, url: string): Promise<string[]> {
  const file = path.join(places.run, 'fulcio-other-issuer.json')
  await configure(file, url)
  return ['--config-path', file]
}

async function configure(file: string, github: string): Promise<void> {
  const issuer = (url: string) => ({ IssuerURL: url, ClientID: 'sigstore' })
  const configuration = {
    OIDCIssuers: {
      [github]: { ...issuer(github), Type: 'ci-provider', CIProvider: 'github-workflow' },
      [issuers.email]: { ...issuer(issuers.email), Type: 'email' },
    },
    CIIssuerMetadata: {
      'github-workflow': {
        DefaultTemplateValues: { url: 'https://github.com', environment: '' },
        ExtensionTemplates: extensionTemplates,
        SubjectAlternativeNameTemplate: '{{ .url }}/{{ .job_workflow_ref }}',
      },
    },
  }
  await writeFile(file, JSON.stringify(configuration, undefined, 2))
}

/** fulcio is Fulcio with an intermediate from a file. Both issuers must answer first: it asks them, 10 s each, at start. */
export function fulcio(places: Places): ServiceSpec {
  const { bin, pki } = places
  const socket = path.join(places.run, 'fulcio.sock')
  return {
    name: 'fulcio',
    command: path.join(bin, 'fulcio'),
    args: [
      ...['serve', '--ca', 'fileca', '--fileca-cert', path.join(pki, 'fulcio-chain.pem'), '--fileca-watch=false'],
      // A password must be given, even for a key that has none.
      ...['--fileca-key', path.join(pki, 'fulcio-inter.key'), '--fileca-key-passwd', 'unused'],
      ...['--config-path', configurationPath(places)],
      ...['--ct-log-url', ctLogUrl, '--ct-log-public-key-path', path.join(pki, 'ct.pub')],
      ...['--host', '127.0.0.1', '--port', String(ports.fulcio), '--metrics-port', String(ports.fulcioMetrics)],
      ...['--grpc-host', '127.0.0.1', '--grpc-port', String(ports.fulcioGrpc)],
      ...['--legacy-unix-domain-socket', socket],
    ],
    ready: () => answers(`http://127.0.0.1:${ports.fulcio}/healthz`),
    leftover: socket,
  }
}

function configurationPath({ run }: Places): string {
  return path.join(run, 'fulcio.json')
}
