/**
 * rememberLast returns the same reading of bytes, which gives for the bytes that came last the very same answer: what many
 * bundles have in common is read once. It keeps a copy of them, and nothing of bytes for which `read` throws.
 */
export function rememberLast<T>(read: (bytes: Buffer<ArrayBuffer>) => T): (bytes: Uint8Array) => T {
  let latest: { readonly bytes: Buffer; readonly answer: T } | undefined
  return (bytes) => {
    if (latest?.bytes.equals(bytes) !== true) {
      // An array of its own: a small Buffer would keep 64 KiB of Node's pool alive for as long as the answer.
      const copy = Buffer.from(Uint8Array.from(bytes).buffer)
      latest = { bytes: copy, answer: read(copy) }
    }
    return latest.answer
  }
}
