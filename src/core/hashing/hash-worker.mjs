/*
 * Owns a thread that hashes: it answers every message (HashMessage in hash-pool.ts) when it has done what that asks. Must
 * import nothing but built-ins, since dist/ holds this file as it is; JavaScript, for TypeScript would cost each thread
 * 15 MB and 30 ms to strip.
 */
import { createHash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

let hashes = []

parentPort.on('message', (message) => {
  parentPort.postMessage(answer(message))
})

function answer(message) {
  if (message.kind === 'start') hashes = message.algorithms.map((algorithm) => createHash(algorithm))
  if (message.kind === 'piece') for (const hash of hashes) hash.update(message.piece)
  return message.kind === 'digests' ? hashes.map((hash) => hash.digest('hex')) : []
}
