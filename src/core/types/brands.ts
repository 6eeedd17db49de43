/* Owns the branded texts: forms that must not be mixed up. */

declare const brand: unique symbol
type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** Sha256 is a SHA-256 digest as 64 lower-case hex digits. */
export type Sha256 = Brand<string, 'Sha256'>

/** Identity is a certificate's subject alternative name (a URI, or an e-mail address), compared whole. */
export type Identity = Brand<string, 'Identity'>

/** Issuer is the URL of the OIDC provider that vouched for the identity. */
export type Issuer = Brand<string, 'Issuer'>

/** Base64 is padded standard base64 without line breaks. */
export type Base64 = Brand<string, 'Base64'>

/** Pem is one PEM block with one newline at its end. */
export type Pem = Brand<string, 'Pem'>

/** IdentityToken is the raw JWT. Never put it into a message: only the ports below may carry it. */
export type IdentityToken = Brand<string, 'IdentityToken'>
