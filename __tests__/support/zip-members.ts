import { readZip } from '../../src/adapters/artifact/zip.ts'

/** zipMembers reads an archive in memory, as a file of the same bytes would be: every member, undefined where it is damaged. */
export function zipMembers(archive: Buffer, limit: number): ReadonlyMap<string, Uint8Array | undefined> | undefined {
  const read = (at: number, length: number): Buffer => archive.subarray(at, at + length)
  const members = readZip({ size: archive.length, read }, limit)
  return members && new Map([...members].map(([name, bytes]) => [name, bytes()]))
}
