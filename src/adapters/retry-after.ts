/*
 * Owns the reading of a Retry-After header. Must not wait.
 */

/** retryAfter returns the milliseconds that a Retry-After header asks for, in seconds or as a date (RFC 9110 10.2.3). */
export function retryAfter(header: string | undefined): { readonly retryAfter?: number } {
  const value = header?.trim() ?? ''
  const milliseconds = /^\d{1,6}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return milliseconds > 0 ? { retryAfter: milliseconds } : {}
}
