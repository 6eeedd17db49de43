/*
 * Owns the certificate transparency log that Fulcio submits to: ct_server on a tree of Trillian.
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { keyPassword } from '../setup/pki.ts'
import { ports } from '../setup/ports.ts'
import type { Places } from '../support/places.ts'
import { answers, type ServiceSpec } from '../support/service.ts'

/** ctLogUrl is the log's submission prefix, as Fulcio and the trusted root name it. */
export const ctLogUrl = `http://localhost:${ports.ct}/ct`

/** configureCtLog writes the configuration of a log on `tree` that takes what chains to the lab's Fulcio root. */
export async function configureCtLog(places: Places, tree: string): Promise<void> {
  const key = path.join(places.pki, 'ct.encrypted.key')
  await writeFile(
    configurationPath(places),
    `config {
  log_id: ${tree}
  prefix: "ct"
  roots_pem_file: "${path.join(places.pki, 'fulcio-root.crt')}"
  ext_key_usages: "CodeSigning"
  private_key: { [type.googleapis.com/keyspb.PEMKeyFile] { path: "${key}" password: "${keyPassword}" } }
}
`,
  )
}

/** ctLog is ct_server; ready once it can sign a tree head. */
export function ctLog(places: Places): ServiceSpec {
  return {
    name: 'ct',
    command: path.join(places.bin, 'ct_server'),
    args: [
      `--log_config=${configurationPath(places)}`,
      `--log_rpc_server=127.0.0.1:${ports.trillian}`,
      `--http_endpoint=127.0.0.1:${ports.ct}`,
      '--logtostderr',
    ],
    ready: () => answers(`${ctLogUrl}/ct/v1/get-sth`),
  }
}

function configurationPath({ run }: Places): string {
  return path.join(run, 'ct.cfg')
}
