/*
 * Owns running a program to its end. Never throws because of an exit code: callers decide what a failure means. Knows
 * nothing of the lab's servers.
 */
import { type ChildProcess, spawn } from 'node:child_process'

/** Finished is how a program ended; `code` is 127 where it could not be started, 124 after its time ran out. */
export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** RunOptions are the surroundings of one program. */
export interface RunOptions {
  readonly cwd?: string
  /** Added to this process's environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string | Uint8Array
  /** Milliseconds until the program is killed; 5 minutes unless said. */
  readonly timeout?: number
  /** Every line of both streams as it comes. */
  readonly onLine?: (line: string) => void
}

const running = new Set<number>()
const adopted = new Set<ChildProcess>()

/** killOnInterrupt has `killRunning` end a process that somebody else started. */
export function killOnInterrupt(child: ChildProcess): void {
  adopted.add(child)
  child.once('exit', () => adopted.delete(child))
}

/** killRunning ends, at once, every program that was started here and has not ended: for an interrupted lab. */
export function killRunning(): void {
  for (const pid of running) kill(pid)
  for (const child of adopted) child.kill('SIGKILL')
}

/** run starts a program in a process group of its own, without a shell, and waits for its end. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: 'pipe',
      detached: true,
    })
    const pid = child.pid
    if (pid !== undefined) running.add(pid)
    const output = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const) {
      let partial = ''
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        output[stream] += text
        if (!options.onLine) return
        const lines = (partial + text).split('\n')
        partial = lines.pop() ?? ''
        lines.forEach(options.onLine)
      })
    }
    let expired = false
    const timer = setTimeout(() => {
      expired = true
      if (pid !== undefined) kill(pid)
    }, options.timeout ?? 300_000)
    const finish = (code: number) => {
      clearTimeout(timer)
      if (pid !== undefined) running.delete(pid)
      resolve({ code, ...output })
    }
    child.on('error', (error) => {
      output.stderr += error.message
      finish(127)
    })
    child.on('close', (code) => {
      finish(expired ? 124 : (code ?? 1))
    })
    // A program that ends without reading its input is not our failure.
    child.stdin.on('error', () => undefined).end(options.input)
  })
}

/** lastLine returns the last line of a program's output that says something: what to show of a failure. */
export function lastLine({ stdout, stderr }: Finished): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '')
  return (lines.at(-1) ?? 'no output').slice(0, 300)
}

function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}
