/* Has an HTTP request never settle, and no timer keep the process: what a library's mistake would look like from outside. */
import { EventEmitter } from 'node:events'
import http from 'node:http'

http.get = () => new EventEmitter()
const start = globalThis.setTimeout
globalThis.setTimeout = (...parts) => start(...parts).unref()
