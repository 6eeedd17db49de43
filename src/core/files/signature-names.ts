/*
 * Owns the names of the three files that a signature consists of, and how such files are told from files to sign.
 * Must not read them.
 */
import { existsSync } from 'node:fs'

/** signatureSuffixes are the endings that the signed file's name gets, by what the file holds. */
export const signatureSuffixes = { signature: '.sig', certificate: '.pem', bundle: '.sigstore.json' } as const

/** checksumSuffix is the ending of a checksum file of one file. */
export const checksumSuffix = '.sha256'

/** signatureKind returns which signature file a name is of, by its end; undefined for the name of any other file. */
export function signatureKind(name: string): keyof typeof signatureSuffixes | undefined {
  const kinds = Object.keys(signatureSuffixes) as (keyof typeof signatureSuffixes)[]
  return kinds.find((kind) => name.endsWith(signatureSuffixes[kind]))
}

/**
 * fileOfSignature returns the path of the file that a path is a signature file of, as we write them: any `*.sigstore.json`,
 * whether that file is there or not, and a `.sig` or `.pem` with something of that name beside it; else undefined.
 */
export function fileOfSignature(file: string): string | undefined {
  const suffix = Object.values(signatureSuffixes).find((end) => file.endsWith(end))
  if (suffix === undefined) return undefined
  const signed = file.slice(0, -suffix.length)
  return suffix === signatureSuffixes.bundle || existsSync(signed) ? signed : undefined
}
