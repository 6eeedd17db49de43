/* Shows which proxies a run may go through, and that of all others nothing is told but the variable. */
import { describe, expect, it } from '@jest/globals'
import { checkProxies, proxyInUse } from '../../../src/core/inputs/proxy.ts'

describe('checkProxies', () => {
  it.each([
    {},
    { HTTPS_PROXY: '' },
    { HTTPS_PROXY: 'http://proxy.example:3128' },
    { https_proxy: 'https://user:p%40ss@proxy.example' },
    { HTTP_PROXY: 'http://[::1]:3128/', NO_PROXY: '*' },
    { HTTPS_PROXY: 'http://proxy.example', ALL_PROXY: 'socks5://proxy.example' },
    { PROXY: 'socks5://proxy.example' },
  ])('accepts %j', (env) => {
    expect(() => checkProxies(env)).not.toThrow()
  })

  it.each([
    ['HTTPS_PROXY', 'socks5://user:secret@proxy.example'],
    ['https_proxy', 'socks5h://user:secret@proxy.example'],
    ['Https_Proxy', 'ftp://user:secret@proxy.example'],
    ['HTTP_PROXY', 'user:secret@proxy.example:3128'],
    ['http_proxy', 'secret'],
    ['ALL_PROXY', 'socks5://user:secret@proxy.example'],
    ['HTTPS_PROXY', 'HTTP://user:secret@proxy.example'],
    ['HTTPS_PROXY', ' http://user:secret@proxy.example'],
    ['HTTPS_PROXY', 'http://'],
    ['HTTPS_PROXY', 'http://user:secret@'],
    ['HTTPS_PROXY', 'http://user:secret@proxy.example:99999'],
    ['HTTPS_PROXY', 'http://user:se/cret@proxy.example'],
    ['HTTPS_PROXY', 'http://user:secret%@proxy.example'],
    ['HTTPS_PROXY', 'http://user:secret@proxy\n.example'],
  ])('refuses %s=%j, and shows nothing of it', (name, value) => {
    const refusal = (): unknown => {
      try {
        return checkProxies({ [name]: value })
      } catch (error) {
        return error
      }
    }
    expect(refusal()).toMatchObject({
      code: 'E_ENV_PROXY',
      message: `${name} is not the URL of an HTTP or HTTPS proxy`,
      fix: expect.stringContaining('http://HOST:PORT'),
      cause: undefined,
    })
  })
})

it('proxyInUse names host and port of what HTTPS goes through, the lower case first', () => {
  const upper = { HTTPS_PROXY: 'http://user:secret@upper.example:3128/x' }
  expect(proxyInUse(upper)).toBe('upper.example:3128')
  expect(proxyInUse({ ...upper, https_proxy: 'http://lower.example' })).toBe('lower.example')
  expect(proxyInUse({ HTTP_PROXY: 'http://proxy.example' })).toBeUndefined()
})
