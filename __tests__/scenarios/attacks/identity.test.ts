/*
 * Attacks the built action with what it is told of itself: a private repository and a public log, an event behind other events,
 * a token and an environment that disagree, an issuer that is not GitHub's. No request may reach Fulcio.
 */
import { describe, expect, it } from '@jest/globals'
import type { SandboxOptions } from '../../../sandbox/sandbox.ts'
import { writeFiles } from '../../support/builders.ts'
import { behindClosedProxy, leadingTo, type ClosedProxy } from '../closed-network.ts'
import {
  count,
  errorOf,
  expectRefused,
  expectSigned,
  inScene,
  warningsOf,
  type Run,
  type Scene,
} from '../sign-scene.ts'

const GITHUB = 'https://token.actions.githubusercontent.com'

/** One run with the whole network but the sandbox behind a proxy, which lets nothing pass. */
const isolated = (
  options: SandboxOptions,
  judge: (run: Run, proxy: ClosedProxy, scene: Scene) => void,
): Promise<void> =>
  behindClosedProxy((proxy) =>
    inScene(options, async (scene) => {
      const briefly = { 'upload-artifact': 'false', 'timeout-minutes': '0.02' }
      judge(await scene.sign({ environment: proxy.environment, with: briefly }), proxy, scene)
    }),
  )

describe('Z3 a private repository', () => {
  const secret = { repository_visibility: 'private', environment: 'secret-project' }

  it.concurrent.each<[string, SandboxOptions, string]>([
    ['its own Fulcio and the public Rekor', leadingTo('rekor', 'https://rekor.sigstore.dev'), 'rekor.sigstore.dev'],
    [
      'its own Fulcio and a Rekor of the staging instance',
      leadingTo('rekor', 'https://log2026-1.rekor.sigstage.dev/'),
      'log2026-1.rekor.sigstage.dev',
    ],
    [
      'the public Fulcio, written with a dot at its end',
      { claims: { ...secret, iss: GITHUB }, ...leadingTo('fulcio', 'https://fulcio.sigstore.dev.') },
      'fulcio.sigstore.dev',
    ],
    [
      'the public Fulcio, written with a full stop of another script',
      { claims: { ...secret, iss: GITHUB }, ...leadingTo('fulcio', 'https://Fulcio.sigstore.dev\u3002') },
      'fulcio.sigstore.dev',
    ],
  ])('with %s is told what would become public, and by whom', (_, options, host) =>
    isolated({ claims: secret, ...options }, (run, proxy, scene) => {
      expectRefused(run, 'E_PRIVATE_REPOSITORY', host)
      expect(errorOf(run)).toContain('environment: secret-project')
      expect(errorOf(run)).not.toContain('127.0.0.1')
      expect([proxy.connects, count(scene.sandbox, 'fulcio.certificate')]).toEqual([[], 0])
    }),
  )

  it.concurrent('whose timestamp authority alone is public passes the gate: the authority sees a hash', () =>
    isolated(
      { claims: secret, ...leadingTo('tsa', 'https://timestamp.sigstore.dev/api/v1/timestamp') },
      (run, proxy) => {
        expectRefused(run, 'E_UNREACHABLE')
        expect(proxy.connects.at(-1)).toBe('timestamp.sigstore.dev:443')
      },
    ),
  )
})

describe('Z7 workflow_run', () => {
  const after = (source: string, scene: Scene): Readonly<Record<string, string>> => {
    const event = JSON.stringify({ workflow_run: { event: source } })
    const [file = ''] = writeFiles(scene.sandbox.directory, { 'other-event.json': event })
    return { GITHUB_EVENT_PATH: file }
  }

  it.concurrent('after workflow_run is refused: nobody knows what the first event was', () =>
    inScene({ claims: { event_name: 'workflow_run' } }, async (scene) => {
      const run = await scene.sign({ environment: after('workflow_run', scene) })
      expectRefused(run, 'E_EVENT_REFUSED', "'workflow_run' after 'workflow_run'")
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
    }),
  )

  it.concurrent.each(['issue_comment', 'issues', 'an_event_of_next_year'])(
    'after %s is signed with a warning',
    (source) =>
      inScene({ claims: { event_name: 'workflow_run' } }, async (scene) => {
        const run = await scene.sign({ environment: after(source, scene), with: { 'upload-artifact': 'false' } })
        expectSigned(scene, run, 'x.iso')
        expect(warningsOf(run)).toEqual([expect.stringContaining(`'${source}'`)])
      }),
  )

  it.concurrent.each([
    ['workflow_run', 'push'],
    ['push', 'workflow_run'],
    ['push', 'release'],
  ])('that is not both: the token says %s, the environment %s', (claimed, said) =>
    inScene({}, async (scene) => {
      scene.sandbox.claims['event_name'] = claimed
      const run = await scene.sign({ environment: { ...after('push', scene), GITHUB_EVENT_NAME: said } })
      expectRefused(run, 'E_OIDC_IDENTITY', `event_name is '${claimed}', but this job's is '${said}'`)
      expect(count(scene.sandbox, 'fulcio.certificate')).toBe(0)
    }),
  )
})

describe('Z13 a public Fulcio', () => {
  it.concurrent.each([
    ['of another server', 'https://ghes.example/_services/token'],
    ['that only begins like it', `${GITHUB}.evil.example`],
    ['that is below an enterprise', `${GITHUB}/enterprise/more`],
    ['with a slash too much', `${GITHUB}/`],
  ])('is not asked for a certificate when the issuer is one %s', (_, iss) =>
    isolated({ claims: { iss }, ...leadingTo('fulcio', 'https://fulcio.sigstore.dev') }, (run, proxy) => {
      expectRefused(run, 'E_OIDC_IDENTITY', `issuer is '${iss}'`)
      expect(proxy.connects).toEqual([])
    }),
  )

  it.concurrent('is not asked when the job is of another server than the issuer', () =>
    isolated(
      {
        claims: { iss: GITHUB },
        serverUrl: 'https://ghes.example',
        ...leadingTo('fulcio', 'https://fulcio.sigstore.dev'),
      },
      (run, proxy) => {
        expectRefused(run, 'E_OIDC_IDENTITY', 'https://ghes.example')
        expect(proxy.connects).toEqual([])
      },
    ),
  )

  it.concurrent.each([GITHUB, `${GITHUB}/octo-enterprise`])('is asked when the issuer is %s', (iss) =>
    isolated({ claims: { iss }, ...leadingTo('fulcio', 'https://fulcio.sigstore.dev') }, (run, proxy) => {
      expectRefused(run, 'E_UNREACHABLE')
      expect(proxy.connects[0]).toBe('fulcio.sigstore.dev:443')
    }),
  )
})

describe('a GitHub Enterprise Server', () => {
  it.concurrent('with a Sigstore of its own signs, and the identity names that server', () =>
    inScene({ serverUrl: 'https://ghes.example' }, async (scene) => {
      const run = await scene.sign({ with: { 'upload-artifact': 'false' } })
      expectSigned(scene, run, 'x.iso')
      expect(run.outputs['identity']).toMatch(/^https:\/\/ghes\.example\/octo-org\/example-iso\/\.github\/workflows\//)
      expect(run.outputs['verify-command']).toContain(run.outputs['identity'])
    }),
  )

  it.concurrent('takes no certificate that names another server', () =>
    inScene({ serverUrl: 'https://ghes.example' }, async (scene) => {
      const { environment } = scene.sandbox
      const run = await scene.sign({ environment: { ...environment, GITHUB_SERVER_URL: 'https://github.com' } })
      expectRefused(run, 'E_CERT_IDENTITY', 'ghes.example')
    }),
  )
})
