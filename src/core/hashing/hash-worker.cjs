/*
 * Owns a thread that reads an open file and hashes it: while one buffer is hashed, the other is being filled. It is told a
 * HashTask and tells HashMessages (hash-pool.ts). Must import nothing but built-ins, since dist/ holds this file as it is;
 * JavaScript, for TypeScript would cost each thread 15 MB and 30 ms to strip, and CommonJS, for the loader of ES modules costs
 * it 1 MB and 25 ms.
 */
'use strict'
const { Buffer } = require('node:buffer')
const { createHash } = require('node:crypto')
const { read } = require('node:fs')
const { parentPort } = require('node:worker_threads')

const BUFFER_BYTES = 1024 * 1024
/** Milliseconds between two messages: a read that goes on is told of in time, and thousands of messages are not made. */
const PAUSE = 100
const buffers = [Buffer.allocUnsafeSlow(BUFFER_BYTES), Buffer.allocUnsafeSlow(BUFFER_BYTES)]

parentPort.on('message', (task) => {
  hashAll(task).then(tell, ({ message, code, errno, syscall }) => {
    tell({ kind: 'failed', message, facts: { code, errno, syscall } })
  })
})

async function hashAll({ descriptor, algorithms, most }) {
  const hashes = algorithms.map((algorithm) => createHash(algorithm))
  let [filled, filling] = buffers
  let size = 0
  let untold = 0
  let told = performance.now()
  let pending = fill(descriptor, filling)
  for (;;) {
    const bytes = await pending
    if (bytes === 0 || BigInt(size) > most) break
    size += bytes
    ;[filled, filling] = [filling, filled]
    pending = fill(descriptor, filling)
    for (const hash of hashes) hash.update(filled.subarray(0, bytes))
    untold += bytes
    if (performance.now() - told < PAUSE) continue
    tell({ kind: 'piece', bytes: untold })
    untold = 0
    told = performance.now()
  }
  if (untold > 0) tell({ kind: 'piece', bytes: untold })
  return { kind: 'done', size, hexes: hashes.map((hash) => hash.digest('hex')) }
}

function fill(descriptor, buffer) {
  return new Promise((resolve, reject) => {
    // From where the last read ended, as the file was opened for this.
    read(descriptor, buffer, 0, buffer.length, null, (error, bytes) => {
      if (error) reject(error)
      else resolve(bytes)
    })
  })
}

function tell(message) {
  parentPort.postMessage(message)
}
