/*
 * Owns how the timestamp authority is started. It goes first: its metrics port is fixed and fatal when taken, while
 * Rekor v1, which wants the same one, only logs that it could not have it.
 */
import path from 'node:path'
import { ports } from '../setup/ports.ts'
import type { Places } from '../support/places.ts'
import { answers, type ServiceSpec } from '../support/service.ts'

/** timestampAuthority is timestamp-server with a key from a file. */
export function timestampAuthority({ bin, pki }: Places): ServiceSpec {
  return {
    name: 'tsa',
    command: path.join(bin, 'timestamp-server'),
    args: [
      ...['serve', '--host', '127.0.0.1', '--port', String(ports.tsa)],
      ...['--timestamp-signer', 'file', '--file-signer-key-path', path.join(pki, 'tsa.key')],
      ...['--certificate-chain-path', path.join(pki, 'tsa-chain.pem')],
      // It would ask time servers of the internet, and stop without them.
      '--disable-ntp-monitoring',
      // As the public instance answers.
      '--use-http-201',
    ],
    ready: () => answers(`http://127.0.0.1:${ports.tsa}/ping`),
  }
}
