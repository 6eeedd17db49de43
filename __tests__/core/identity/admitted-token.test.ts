/* Shows how the token is asked for, and what a run is warned of that may use it all the same. */
import { describe, expect, it } from '@jest/globals'
import { admittedToken, type TokenPorts } from '../../../src/core/identity/admitted-token.ts'
import { newCredentialScene, START, MINUTE, type CredentialScene } from '../../support/credential-scene.ts'
import type { Call } from '../../../src/core/types.ts'

describe('a token', () => {
  it('is asked for at the token endpoint, for the audience of the inputs, within the budget', async () => {
    const { ports } = newCredentialScene({ claims: { aud: 'moon' } })
    const calls: Pick<Call<unknown>, 'service' | 'url' | 'deadline'>[] = []
    const audiences: string[] = []
    const asking: TokenPorts = {
      ...ports,
      tools: {
        ...ports.tools,
        call: (call) => {
          calls.push({ service: call.service, url: call.url ?? '', deadline: call.deadline })
          return ports.tools.call(call)
        },
      },
      identity: {
        url: 'https://tokens.example',
        token: (audience, signal) => {
          audiences.push(audience)
          return ports.identity.token(audience, signal)
        },
      },
      inputs: { ...ports.inputs, audience: 'moon' },
    }
    const { claims } = await admittedToken(asking)
    expect(claims.audience).toBe('moon')
    expect(audiences).toEqual(['moon'])
    expect(calls).toEqual([{ service: 'token', url: 'https://tokens.example', deadline: START + 60 * MINUTE }])
  })

  it('for another audience is none', async () => {
    const { ports } = newCredentialScene({ claims: { aud: 'moon' } })
    await expect(admittedToken(ports)).rejects.toMatchObject({ code: 'E_OIDC_AUDIENCE' })
  })

  it('that has run out is none', async () => {
    const { ports } = newCredentialScene({ tokenLife: 0 })
    await expect(admittedToken(ports)).rejects.toMatchObject({ code: 'E_OIDC_CLOCK' })
  })
})

describe('a token that passes', () => {
  const warningsOf = async (scene: CredentialScene, changes: (ports: TokenPorts) => TokenPorts): Promise<unknown> => {
    const { ports, log } = newCredentialScene(scene)
    await admittedToken(changes(ports))
    return log.warnings
  }

  it('without a doubt is not warned of', async () => {
    expect(await warningsOf({}, (ports) => ports)).toEqual([])
  })

  it("on an event that may be anybody's doing is warned of", async () => {
    const warnings = await warningsOf({ claims: { event_name: 'issue_comment' } }, (ports) => ({
      ...ports,
      job: { ...ports.job, eventName: 'issue_comment' },
    }))
    expect(warnings).toEqual([expect.stringContaining("'issue_comment'")])
  })

  it('where the runner names another workflow, and nobody said which to expect, is warned of', async () => {
    const warnings = await warningsOf({}, (ports) => ({
      ...ports,
      inputs: { ...ports.inputs, runnerWorkflowRef: 'octo/repo/.github/workflows/other.yml@refs/heads/main' },
    }))
    expect(warnings).toEqual([expect.stringContaining("'expected-identity'")])
  })
})
