/*
 * Owns what OpenSSL does beside the product: the plain hash, and its opinion on `.sig` and `.pem`. Knows no identity and no
 * Sigstore; does nothing where there is no openssl.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const isThere = spawnSync('openssl', ['version']).status === 0

/** hashWithOpenssl returns the milliseconds of `openssl dgst -sha256` as a whole process; undefined where there is no openssl. */
export function hashWithOpenssl(file: string): number | undefined {
  if (!isThere) return undefined
  const start = performance.now()
  openssl('dgst', '-sha256', file)
  return performance.now() - start
}

/**
 * checkWithOpenssl returns what openssl says of a `.sig` as a signature over `file` by the key in a `.pem`; undefined where
 * there is no openssl; throws when it refuses.
 */
export function checkWithOpenssl(file: string, sig = `${file}.sig`, pem = `${file}.pem`): string | undefined {
  if (!isThere) return undefined
  const directory = mkdtempSync(path.join(tmpdir(), 'keyless-sign-openssl-'))
  try {
    const [key, signature] = [path.join(directory, 'key.pem'), path.join(directory, 'signature.der')]
    writeFileSync(key, openssl('x509', '-in', pem, '-pubkey', '-noout'))
    writeFileSync(signature, Buffer.from(readFileSync(sig, 'latin1'), 'base64'))
    return openssl('dgst', '-sha256', '-verify', key, '-signature', signature, file).toString().trim()
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function openssl(...words: readonly string[]): Buffer {
  return execFileSync('openssl', words, { stdio: 'pipe' })
}
