/** nspell 2.1 has no types of its own; this is the part that is used. */
declare module 'nspell' {
  interface Speller {
    correct(word: string): boolean
  }
  export default function nspell(aff: Uint8Array, dic: Uint8Array): Speller
}
