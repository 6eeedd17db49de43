/*
 * Owns what stands between a run and the public network: a proxy that lets nothing pass, and a server whose TLS
 * certificate nobody vouches for. Must not know any scenario.
 */
import { generateKeyPairSync } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { certificate, newSerial, pem } from '../../sandbox/certificate.ts'
import type { SandboxOptions } from '../../sandbox/sandbox.ts'

/** ClosedProxy is a running proxy. */
export interface ClosedProxy {
  /** `HOST:PORT` of every CONNECT so far. */
  readonly connects: readonly string[]
  /** The variables that put the whole network but the sandbox behind it. */
  readonly environment: Readonly<Record<string, string>>
  close(): void
}

/** Starts a proxy that answers every CONNECT with `status`, or breaks the connection where it is left out. */
async function startClosedProxy(status?: number): Promise<ClosedProxy> {
  const connects: string[] = []
  const server = http.createServer().on('connect', (request, socket) => {
    connects.push(request.url ?? '')
    if (status === undefined) return socket.destroy()
    return socket.end(`HTTP/1.1 ${String(status)} No way\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nno`)
  })
  const port = await listen(server)
  return {
    connects,
    environment: { HTTPS_PROXY: `http://127.0.0.1:${String(port)}`, NO_PROXY: '127.0.0.1' },
    close: () => void server.close(),
  }
}

/**
 * behindClosedProxy plays with a proxy that answers every CONNECT with `status`, or breaks the connection where it is left out,
 * and takes it down.
 */
export async function behindClosedProxy<T>(play: (proxy: ClosedProxy) => Promise<T>, status?: number): Promise<T> {
  const proxy = await startClosedProxy(status)
  try {
    return await play(proxy)
  } finally {
    proxy.close()
  }
}

/** UntrustedServer is a running https server. */
export interface UntrustedServer {
  /** `https://127.0.0.1:PORT`. */
  readonly url: string
  /** How many connections it got. */
  readonly connections: () => number
  close(): void
}

/** startUntrustedServer starts a server whose certificate is signed by its own key. */
export async function startUntrustedServer(): Promise<UntrustedServer> {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const day = 24 * 60 * 60 * 1000
  const cert = certificate({
    subject: 'nobody',
    issuer: 'nobody',
    publicKey: keys.publicKey,
    issuerKeys: keys,
    notBefore: Date.now() - day,
    notAfter: Date.now() + day,
    extensions: [],
    serial: newSerial(),
  })
  let connections = 0
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const server = https.createServer({ key, cert: pem(cert) }).on('connection', () => {
    connections += 1
  })
  const port = await listen(server)
  return { url: `https://127.0.0.1:${String(port)}`, connections: () => connections, close: () => void server.close() }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Kind is a kind of service that a signing config offers. */
export type Kind = 'fulcio' | 'rekor' | 'tsa'

const LISTS: Readonly<Record<Kind, string>> = { fulcio: 'caUrls', rekor: 'rekorTlogUrls', tsa: 'tsaUrls' }

/** leadingTo returns a signing config's change: the only service of a kind is at this URL. */
export function leadingTo(kind: Kind, url: string): Pick<SandboxOptions, 'signingConfig'> {
  const validFor = { start: '2020-01-01T00:00:00Z' }
  const offer = { url, majorApiVersion: 1, validFor, operator: 'elsewhere' }
  return { signingConfig: (config) => ({ ...config, [LISTS[kind]]: [offer] }) }
}
