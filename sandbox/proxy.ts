/*
 * Owns a proxy as a company has one: CONNECT to names that only it knows, each a service of the sandbox behind TLS, under a
 * certificate of its own authority. Must not know what any service does.
 */
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { basicConstraints, certificate, certificateSigning, hostNames, newSerial, pem } from './certificate.ts'

/** Proxy is a running proxy. */
export interface Proxy {
  readonly url: string
  /** Path of the PEM file of its authority, for NODE_EXTRA_CA_CERTS. */
  readonly authorityPath: string
  /** HOST:PORT of every CONNECT so far. */
  readonly connects: readonly string[]
  close(): Promise<void>
}

const DAY = 24 * 60 * 60 * 1000

/** startProxy starts a proxy that leads each host name of `hosts` to an origin; its authority's file lies in `directory`. */
export async function startProxy(hosts: Readonly<Record<string, string>>, directory: string): Promise<Proxy> {
  const { authority, key, leaf } = makeCertificates(Object.keys(hosts))
  const authorityPath = path.join(directory, 'proxy-authority.pem')
  writeFileSync(authorityPath, pem(authority))
  const connects: string[] = []
  // A socket that asked for a tunnel is no longer the server's to close.
  const tunnels = new Set<Duplex>()
  const inside = http.createServer((request, response) => forward(request, response, hosts))
  const context = tls.createSecureContext({ key, cert: pem(leaf) + pem(authority) })
  const server = http.createServer().on('connect', (request, socket) => {
    connects.push(request.url ?? '')
    tunnels.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => tunnels.delete(socket))
    if (hosts[request.url?.replace(/:443$/, '') ?? ''] === undefined)
      return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    const secured = new tls.TLSSocket(socket, { isServer: true, secureContext: context })
    secured.on('error', () => secured.destroy())
    inside.emit('connection', secured)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    authorityPath,
    connects,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        for (const socket of tunnels) socket.destroy()
      }),
  }
}

function forward(request: IncomingMessage, response: ServerResponse, hosts: Readonly<Record<string, string>>): void {
  const { method, headers, url } = request
  const origin = hosts[headers.host ?? ''] ?? ''
  const onward = http.request(`${origin}${url ?? ''}`, { method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}

function makeCertificates(names: readonly string[]): { authority: Buffer; leaf: Buffer; key: string } {
  const [authorityKeys, leafKeys] = [newKeys(), newKeys()]
  const issued = { issuer: 'proxy', issuerKeys: authorityKeys, notBefore: Date.now() - DAY, notAfter: Date.now() + DAY }
  const authority = certificate({
    ...issued,
    serial: newSerial(),
    subject: 'proxy',
    publicKey: authorityKeys.publicKey,
    extensions: [basicConstraints, certificateSigning],
  })
  const leaf = certificate({
    ...issued,
    serial: newSerial(),
    publicKey: leafKeys.publicKey,
    extensions: [hostNames(names)],
  })
  return { authority, leaf, key: leafKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
