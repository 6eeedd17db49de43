/* Shows that an answer which came in the clear to a sealed request is a proxy's, until the service itself answers. */
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import http, { type ClientRequest } from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { certificate, newSerial, pem } from '../../../sandbox/certificate.ts'
import { clientFailure } from '../../../src/adapters/sigstore/client-failure.ts'
import { proxyStatus } from '../../../src/adapters/sigstore/proxy-answers.ts'

const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const names = { subject: 'service', issuer: 'service', publicKey: keys.publicKey, issuerKeys: keys }
const times = { notBefore: Date.now() - 60_000, notAfter: Date.now() + 60_000 }
const cert = pem(certificate({ ...names, ...times, extensions: [], serial: newSerial() }))
const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' })
const proxy = http.createServer((_, response) => response.writeHead(403).end())
const service = https.createServer({ key, cert }, (_, response) => response.writeHead(403).end())

beforeAll(() => Promise.all([proxy, service].map((server: Server) => once(server.listen(0, '127.0.0.1'), 'listening'))))
afterAll(() => [proxy, service].forEach((server) => server.close()))

const portOf = (server: Server): number => (server.address() as AddressInfo).port
async function ended(request: ClientRequest): Promise<void> {
  const [response] = (await once(request.end(), 'response')) as [http.IncomingMessage]
  await once(response.resume(), 'end')
}

/** What the engine throws of an answer with 403, whoever gave it. */
const refused = Object.assign(new Error('(403) Forbidden'), { statusCode: 403 })

it('tells a refusal of the proxy from one of the service', async () => {
  const url = `https://127.0.0.1:${String(portOf(service))}/path`
  expect(proxyStatus(url)).toBeUndefined()
  await ended(https.request(url, { createConnection: () => net.connect(portOf(proxy), '127.0.0.1') }))
  expect(proxyStatus(url)).toBe(403)
  const blocked = clientFailure('timestampAuthority', url, refused)
  expect([blocked.status, blocked.error.code, blocked.error.transient]).toEqual([
    undefined,
    'E_TSA_UNAVAILABLE',
    undefined,
  ])
  expect(blocked.error.fix).toContain(`allow 127.0.0.1:${String(portOf(service))} in the proxy`)
  expect(proxyStatus('https://127.0.0.1:1/')).toBeUndefined()
  await ended(https.request(url, { rejectUnauthorized: false }))
  expect(proxyStatus(url)).toBeUndefined()
  const rejected = clientFailure('timestampAuthority', url, refused)
  expect([rejected.status, rejected.error.code]).toEqual([403, 'E_TSA_REJECTED'])
})

it('knows nothing of requests that nobody sealed', async () => {
  const url = `http://127.0.0.1:${String(portOf(proxy))}/path`
  await ended(http.request(url))
  expect(proxyStatus(url)).toBeUndefined()
})
