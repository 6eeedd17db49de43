/* Has fetch never settle, and no timer keep the process: what a library's mistake would look like from outside. */
globalThis.fetch = () => new Promise(() => undefined)
const start = globalThis.setTimeout
globalThis.setTimeout = (...parts) => start(...parts).unref()
