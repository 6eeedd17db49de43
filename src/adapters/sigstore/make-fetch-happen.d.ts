/* Owns what we use of make-fetch-happen, which brings no types. */
declare module 'make-fetch-happen' {
  interface Options {
    readonly method: 'GET'
    readonly redirect: 'manual'
    readonly retry: false
    readonly timeout: number
    readonly signal: AbortSignal
  }
  interface Answer {
    readonly status: number
    readonly body: NodeJS.ReadableStream
  }
  export default function fetch(url: string, options: Options): Promise<Answer>
}
