/*
 * Owns the loopback ports of the lab and the question who holds one that is taken. Fixed numbers, since issuers and
 * logs carry their own address in what they sign. Linux only, as the lab is. Starts nothing.
 */
import { createServer } from 'node:net'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { LabError } from '../support/lab-error.ts'

/** ports are all that the servers listen on; proxies, relays and the TUF repository take any free one. */
export const ports = {
  tsa: 3005,
  // The timestamp authority's metrics: not configurable, and fatal when taken.
  tsaMetrics: 2112,
  githubIssuer: 9000,
  emailIssuer: 9001,
  // Not 3306: Debian starts its own MariaDB there when the package is installed.
  database: 13306,
  trillian: 8090,
  trillianHttp: 8091,
  sequencer: 8092,
  sequencerHttp: 8093,
  ct: 6962,
  fulcio: 5555,
  fulcioGrpc: 5554,
  fulcioMetrics: 2113,
  rekor1: 3000,
  rekor2: 3003,
  rekor2Grpc: 3001,
  rekor2Metrics: 2114,
  actArtifacts: 34567,
  actShim: 34568,
} as const

/** requirePorts throws when one of the ports is taken, naming the port, its use and, if it can be told, its holder. */
export async function requirePorts(wanted: Readonly<Record<string, number>> = ports): Promise<void> {
  for (const [use, port] of Object.entries(wanted)) {
    if (await isFree(port)) continue
    const holder = await portHolder(port)
    throw new LabError(
      `port ${port} (${use}) is taken${holder === undefined ? '' : ` by ${holder}`}`,
      'Stop what holds it, then start the lab again; the lab needs its ports as they are.',
    )
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(false)
    })
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true)
      })
    })
  })
}

async function portHolder(port: number): Promise<string | undefined> {
  const socket = await listeningSocket(port)
  if (socket === undefined) return undefined
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue
    // Other users' processes cannot be looked into.
    const files = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '')
      if (target !== `socket:[${socket}]`) continue
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'unknown')
      return `process ${pid} (${name.trim()})`
    }
  }
  return undefined
}

/** listeningSocket returns the inode of the socket that listens on a port (proc(5), /proc/net/tcp: state 0A). */
async function listeningSocket(port: number): Promise<string | undefined> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (await readFile(table, 'utf8').catch(() => '')).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/)
      if (fields[1]?.endsWith(`:${hex}`) && fields[3] === '0A') return fields[9]
    }
  }
  return undefined
}
