/*
 * Owns a static file server on a free loopback port that notes what it was asked for. Serves what lies in one directory.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { closeServer, listenOnLoopback } from '../../sandbox/loopback.ts'

/** FileServer is a running server; `requests` are the paths asked for, in order. */
export interface FileServer {
  readonly port: number
  readonly url: string
  readonly requests: readonly string[]
  close(): Promise<void>
}

/** serveFiles serves `directory`; whatever is not a file in it is answered 404. */
export async function serveFiles(directory: string): Promise<FileServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const pathname = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    requests.push(pathname)
    // `new URL` has resolved every `..`.
    readFile(path.join(directory, pathname)).then(
      (content) => response.writeHead(200, { 'content-length': content.length }).end(content),
      () => response.writeHead(404).end(),
    )
  })
  const port = await listenOnLoopback(server)
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => closeServer(server),
  }
}
