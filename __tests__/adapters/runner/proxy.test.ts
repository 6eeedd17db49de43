import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from '@jest/globals'
import { runFixture } from '../../support/run-fixture.ts'

it('fetch goes through the proxy of the environment, whose host the log names', async () => {
  const connects: string[] = []
  const proxy = http.createServer().on('connect', (request, socket) => {
    connects.push(request.url ?? '')
    socket.end('HTTP/1.1 502 no\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${String((proxy.address() as AddressInfo).port)}`
  const { stdout } = await runFixture('fetches', { env: { HTTPS_PROXY: `http://user:password@${host}` } })
  proxy.close()
  expect(connects).toEqual(['service.invalid:443'])
  expect(stdout).toContain(`HTTPS goes through the proxy ${host}`)
  expect(stdout).not.toContain('password')
})
