/*
 * Owns both transparency logs: Rekor v1 on Trillian, as public good runs it today, and Rekor v2 on tiles.
 */
import path from 'node:path'
import { ports } from '../setup/ports.ts'
import type { Places } from '../support/places.ts'
import { answers, type ServiceSpec } from '../support/service.ts'

// Without an index (Redis) the search calls of v1 are off; these are what clients of hashedrekord use.
const endpointsOfRekor1 =
  'getLogInfo,getPublicKey,getLogProof,createLogEntry,getLogEntryByIndex,getLogEntryByUUID,searchLogQuery'

/** rekor1 is Rekor v1 on a tree of Trillian: without one it makes a new, empty log at every start. */
export function rekor1({ bin, pki }: Places, tree: string): ServiceSpec {
  return {
    name: 'rekor1',
    command: path.join(bin, 'rekor-server'),
    args: [
      ...['serve', '--rekor_server.address=127.0.0.1', `--port=${ports.rekor1}`],
      ...withOrigin('localhost'),
      `--rekor_server.signer=${path.join(pki, 'rekor1.key')}`,
      ...['--trillian_log_server.address=127.0.0.1', `--trillian_log_server.port=${ports.trillian}`],
      `--trillian_log_server.tlog_id=${tree}`,
      ...['--enable_retrieve_api=false', `--enabled_api_endpoints=${endpointsOfRekor1}`],
    ],
    ready: () => answers(`http://127.0.0.1:${ports.rekor1}/ping`),
  }
}

/** withOrigin returns the arguments for `Service.start` of Rekor v1 that set the first line of its checkpoints: a host name. */
export function withOrigin(host: string): string[] {
  return [`--rekor_server.hostname=${host}`]
}

/** rekor2 is Rekor v2; it answers an entry only when a checkpoint covers it. See `withCheckpointInterval`. */
export function rekor2({ bin, pki, run }: Places): ServiceSpec {
  return {
    name: 'rekor2',
    command: path.join(bin, 'rekor-server-v2'),
    args: [
      ...['serve', '--http-address', '127.0.0.1', '--http-port', String(ports.rekor2)],
      ...['--grpc-address', '127.0.0.1', '--grpc-port', String(ports.rekor2Grpc)],
      ...['--http-metrics-port', String(ports.rekor2Metrics), '--hostname', 'localhost'],
      ...['--storage-dir', path.join(run, 'rekor2'), '--signer-filepath', path.join(pki, 'rekor2.key')],
      ...withCheckpointInterval('500ms'),
      ...['--batch-max-age', '100ms'],
    ],
    ready: () => answers(`http://127.0.0.1:${ports.rekor2}/healthz`),
  }
}

/** withCheckpointInterval returns the arguments for `Service.start` of Rekor v2 that set how often it publishes (`8s`). */
export function withCheckpointInterval(interval: string): string[] {
  return ['--checkpoint-interval', interval]
}
