/* Shows how Fulcio is asked, what is said of an answer that cannot be taken back, and which refusals a new token cures. */
import { expect, it } from '@jest/globals'
import { credentialSource, type CredentialPorts } from '../../../src/core/identity/credential.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { newCredentialScene } from '../../support/credential-scene.ts'

it('Fulcio is asked as the certificate authority, at its URL', async () => {
  const { ports } = newCredentialScene({ fulcio: 'https://fulcio.example' })
  const asked: unknown[] = []
  const asking: CredentialPorts = {
    ...ports,
    tools: {
      ...ports.tools,
      call: (call) => {
        asked.push([call.service, call.url])
        return ports.tools.call(call)
      },
    },
  }
  await credentialSource(asking).current()
  expect(asked).toEqual([
    ['token', 'https://tokens.example'],
    ['certificateAuthority', 'https://fulcio.example'],
  ])
})

it('a certificate is said to stay public, even when it is not what was asked for', async () => {
  const { source, log } = newCredentialScene({ otherNames: [{ kind: 'dNSName' }] })
  await expect(source.current()).rejects.toMatchObject({ code: 'E_CERT_IDENTITY' })
  expect(log.infos).toEqual([expect.stringContaining('certificate transparency log')])
})

it('a refusal that has nothing to do with the token is final, however little life that has', async () => {
  const failure = new ActionError('E_FULCIO_REJECTED', 'rejected', { fix: '' })
  const { source, asked } = newCredentialScene({ tokenLife: 59_000, failures: [failure] })
  await expect(source.current()).rejects.toBe(failure)
  expect(asked).toEqual({ tokens: 1, certificates: 1 })
})

it('a new token for an old one is told of', async () => {
  const failure = new ActionError('E_FULCIO_TOKEN_REJECTED', 'rejected', { fix: '' })
  const { source, log } = newCredentialScene({ tokenLife: 59_000, failures: [failure] })
  await source.current()
  expect(log.infos[0]).toContain('asking for a new one')
})
