/*
 * Owns the names of the three files that a signature consists of, and how such files are told from files to sign.
 * Must not read them.
 */
import { existsSync } from 'node:fs'

/** signatureSuffixes are the endings that the signed file's name gets, by what the file holds. */
export const signatureSuffixes = { signature: '.sig', certificate: '.pem', bundle: '.sigstore.json' } as const

/**
 * isOwnSignature tells whether a path is one that we write beside a signed file: any `*.sigstore.json`, and a `.sig` or
 * `.pem` whose file lies beside it.
 */
export function isOwnSignature(file: string): boolean {
  if (file.endsWith(signatureSuffixes.bundle)) return true
  const suffix = [signatureSuffixes.signature, signatureSuffixes.certificate].find((end) => file.endsWith(end))
  return suffix !== undefined && existsSync(file.slice(0, -suffix.length))
}
