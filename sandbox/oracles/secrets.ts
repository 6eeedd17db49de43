/*
 * Owns the search for secrets in text: as they are, in parts, and in the forms that encoders give them. Must not know
 * which secrets there are.
 */

/** leakedSecret returns the first of `secrets` that `text` holds in any form, or undefined. */
export function leakedSecret(text: string, secrets: readonly string[]): string | undefined {
  return secrets.find((secret) => formsOf(secret).some((form) => text.includes(form)))
}

/** formsOf returns what a secret may look like: plain, URL-encoded, a token's parts, base64 at each of three offsets. */
function formsOf(secret: string): readonly string[] {
  // A token's header is no secret: every token has the same one.
  const parts = secret.startsWith('eyJ') ? secret.split('.').slice(1) : []
  return [secret, ...parts].flatMap((part) => [
    part,
    encodeURIComponent(part),
    JSON.stringify(part).slice(1, -1),
    ...base64(part),
  ])
}

function base64(text: string): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
    // The first and the last group also hold bits of their neighbours.
    const inner = (encoded: string) => encoded.replace(/=+$/, '').slice(offset === 0 ? 0 : 4, -2)
    return [inner(bytes.toString('base64')), inner(bytes.toString('base64url'))]
  })
}
