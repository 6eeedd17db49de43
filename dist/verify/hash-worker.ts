/*
 * Owns a thread that hashes: it answers every message when it has done what the message asks. Must import nothing but
 * built-ins and types, since dist/ holds this file as it is, beside the bundle, for Node to run.
 */
import { createHash, type Hash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

/** HashMessage begins a file, adds a piece of it, or asks for the digests, which are answered in hex. */
export type HashMessage =
  | { readonly kind: 'start'; readonly algorithms: readonly string[] }
  | { readonly kind: 'piece'; readonly piece: Uint8Array }
  | { readonly kind: 'digests' }

let hashes: readonly Hash[] = []

parentPort?.on('message', (message: HashMessage) => {
  parentPort?.postMessage(answer(message))
})

function answer(message: HashMessage): readonly string[] {
  if (message.kind === 'start') hashes = message.algorithms.map((algorithm) => createHash(algorithm))
  if (message.kind === 'piece') for (const hash of hashes) hash.update(message.piece)
  return message.kind === 'digests' ? hashes.map((hash) => hash.digest('hex')) : []
}
