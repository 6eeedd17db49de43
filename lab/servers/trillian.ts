/*
 * Owns Trillian, the Merkle tree store under the CT log and Rekor v1: the server, the sequencer that integrates what was
 * queued, and the making of a tree.
 */
import path from 'node:path'
import { ports } from '../setup/ports.ts'
import { LabError } from '../support/lab-error.ts'
import type { Places } from '../support/places.ts'
import { lastLine, run } from '../support/run.ts'
import { answers, type ServiceSpec } from '../support/service.ts'
import { dataSource } from './database.ts'

const common = ['--storage_system=mysql', '--quota_system=noop', `--mysql_uri=${dataSource}`, '--logtostderr']

/** trillianServer takes entries from both logs. */
export function trillianServer({ bin }: Places): ServiceSpec {
  return {
    name: 'trillian',
    command: path.join(bin, 'trillian_log_server'),
    args: [...common, ...endpoints(ports.trillian, ports.trillianHttp)],
    ready: () => answers(`http://127.0.0.1:${ports.trillianHttp}/healthz`),
  }
}

/** trillianSequencer integrates entries every 100 ms, without electing a master: Rekor v1 answers only after that. */
export function trillianSequencer({ bin }: Places): ServiceSpec {
  return {
    name: 'sequencer',
    command: path.join(bin, 'trillian_log_signer'),
    args: [
      ...common,
      ...endpoints(ports.sequencer, ports.sequencerHttp),
      ...['--force_master', '--sequencer_interval=100ms'],
    ],
    ready: () => answers(`http://127.0.0.1:${ports.sequencerHttp}/healthz`),
  }
}

/** createTree returns the id of a new, empty tree; throws LabError. */
export async function createTree({ bin }: Places): Promise<string> {
  const result = await run(path.join(bin, 'createtree'), [`--admin_server=127.0.0.1:${ports.trillian}`])
  const id = result.stdout.trim()
  if (result.code !== 0 || !/^\d+$/.test(id)) {
    throw new LabError(
      `Trillian made no tree: ${lastLine(result)}`,
      'Read trillian.log in the log directory of the lab.',
    )
  }
  return id
}

function endpoints(rpc: number, http: number): string[] {
  return [`--rpc_endpoint=127.0.0.1:${String(rpc)}`, `--http_endpoint=127.0.0.1:${String(http)}`]
}
