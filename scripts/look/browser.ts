/*
 * Owns a headless Chromium over the DevTools protocol: one page, shown what it is given, measured and photographed. Asks no
 * network and leaves nothing. Must not know what it shows.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** View is how wide the page is, in CSS pixels, and which of its colours are meant. */
export interface View {
  readonly width: number
  readonly scheme: 'light' | 'dark'
}

/** Browser is one running Chromium with one page. */
export interface Browser {
  /** Shows an HTML document. */
  show(html: string, view: View): Promise<void>
  /** Returns the value of an expression in the page, through JSON. */
  evaluate(expression: string): Promise<unknown>
  /** Returns a PNG of the whole page, two pixels a CSS pixel. */
  photograph(): Promise<Buffer>
  close(): Promise<void>
}

const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--remote-debugging-port=0'],
]

const START_LIMIT = 30_000

/** openBrowser starts a Chromium; throws where it does not come up in 30 seconds. */
export async function openBrowser(program: string): Promise<Browser> {
  const profile = mkdtempSync(path.join(tmpdir(), 'keyless-sign-look-'))
  const child = spawn(program, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'exit')
  const close = async (): Promise<void> => {
    child.kill()
    await ended
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const page = await connect(await pageAddress(await devtoolsAddress(child)))
    return { ...pageOf(page), close }
  } catch (error) {
    await close()
    throw error
  }
}

type Call = (method: string, parameters?: object) => Promise<Reply>

/** Reply is the part of any reply that is read here. */
interface Reply {
  readonly frameTree?: { readonly frame: { readonly id: string } }
  readonly result?: { readonly value?: unknown }
  readonly cssContentSize?: { readonly width: number; readonly height: number }
  readonly data?: string
}

function pageOf(call: Call): Omit<Browser, 'close'> {
  return {
    async show(html, { width, scheme }) {
      // The page is as high as what it shows.
      const size = { width, height: 1, deviceScaleFactor: 2, mobile: false }
      await call('Emulation.setDeviceMetricsOverride', size)
      await call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
      const { frameTree } = await call('Page.getFrameTree')
      await call('Page.setDocumentContent', { frameId: frameTree?.frame.id, html })
    },
    async evaluate(expression) {
      const { result } = await call('Runtime.evaluate', { expression, returnByValue: true })
      return result?.value
    },
    async photograph() {
      const { cssContentSize } = await call('Page.getLayoutMetrics')
      const clip = { x: 0, y: 0, width: 0, height: 0, ...cssContentSize, scale: 1 }
      const { data = '' } = await call('Page.captureScreenshot', { clip, captureBeyondViewport: true })
      return Buffer.from(data, 'base64')
    },
  }
}

/** The address that Chromium prints once it listens, to the error stream. */
function devtoolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`Chromium did not come up: ${said}`)), START_LIMIT)
    child.on('error', reject)
    child.on('exit', () => reject(new Error(`Chromium ended: ${said}`)))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const found = /DevTools listening on ws:\/\/([^/\s]+)/.exec(said)?.[1]
      if (found === undefined) return
      clearTimeout(timer)
      resolve(found)
    })
  })
}

async function pageAddress(host: string): Promise<string> {
  const targets = (await (await fetch(`http://${host}/json/list`)).json()) as readonly Target[]
  const page = targets.find(({ type }) => type === 'page')
  if (page === undefined) throw new Error('Chromium has no page')
  return page.webSocketDebuggerUrl
}

interface Target {
  readonly type: string
  readonly webSocketDebuggerUrl: string
}

async function connect(address: string): Promise<Call> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error('no connection to Chromium'))
  })
  let last = 0
  const waiting = new Map<number, (answer: Answer) => void>()
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  }
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, ({ result, error }) => {
        if (result === undefined) reject(new Error(`${method}: ${error?.message ?? 'no result'}`))
        else resolve(result)
      })
      socket.send(JSON.stringify({ id, method, params }))
    })
}

interface Answer {
  readonly id: number
  readonly result?: Reply
  readonly error?: { readonly message: string }
}
