/*
 * Owns what a host name tells: whether it is this machine, and whether a URL may be talked to. Must not resolve any.
 */

/** normalHost returns the host name of a URL in its one form: lower case, without the dot that ends a full name (RFC 1034). */
export function normalHost(url: URL): string {
  return url.hostname.toLowerCase().replace(/\.+$/, '')
}

/** isLoopback tells whether a URL leads to this machine: `localhost`, 127.0.0.0/8, ::1 (RFC 8252, 8.3). */
function isLoopback(url: URL): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(normalHost(url))
}

/** isSecure tells whether what is sent to a URL cannot be read on its way: https, or http that never leaves this machine. */
export function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))
}

/** hostAndPort returns what a firewall must let through for a URL, `HOST:PORT`, in the one form of a host name. */
export function hostAndPort(url: URL): string {
  const usual = url.protocol === 'https:' ? '443' : '80'
  return `${normalHost(url)}:${url.port === '' ? usual : url.port}`
}
