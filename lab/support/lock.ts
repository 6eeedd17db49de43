/*
 * Owns the right to run the lab: one at a time on a cache directory, since ports are fixed. Also knows what a lab that
 * was killed left running, and ends it, by process id and start time, never by name. Linux only (proc(5)).
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { LabError } from './lab-error.ts'

/** Mark tells a process from a later one that got the same id. */
interface Mark {
  readonly pid: number
  /** Clock ticks since boot, field 22 of /proc/PID/stat. */
  readonly started: string
}

/** Lock is held until `release`; `remember` notes a started server for whoever comes after a lab that was killed. */
export interface Lock {
  readonly remember: (pid: number) => void
  release(): void
}

/** takeLock takes the lock, ends what a dead lab left; throws LabError while another lab runs. */
export async function takeLock(file: string): Promise<Lock> {
  const [owner, ...servers] = await readMarks(file)
  if (owner && isAlive(owner)) {
    const fix = `Wait for it, or end it: kill ${owner.pid}`
    throw new LabError(`another lab is running (process ${owner.pid})`, fix)
  }
  for (const server of servers) if (isAlive(server)) process.kill(server.pid, 'SIGKILL')
  // Their ports are free only when they are gone.
  while (servers.some(isAlive)) await wait(20)
  const marks: Mark[] = [markOf(process.pid)]
  await mkdir(path.dirname(file), { recursive: true })
  const save = () => {
    writeFileSync(file, JSON.stringify(marks))
  }
  save()
  return {
    remember(pid) {
      marks.push(markOf(pid))
      save()
    },
    release() {
      rmSync(file, { force: true })
    },
  }
}

async function readMarks(file: string): Promise<Mark[]> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'))
    return Array.isArray(parsed) ? parsed.filter(isMark) : []
  } catch {
    return [] // No lab ran before, or one died while writing this.
  }
}

function isMark(value: unknown): value is Mark {
  return typeof value === 'object' && value !== null && 'pid' in value && 'started' in value
}

function isAlive(mark: Mark): boolean {
  return mark.started !== '' && markOf(mark.pid).started === mark.started
}

function markOf(pid: number): Mark {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie holds nothing any more.
    return { pid, started: fields[0] === 'Z' ? '' : (fields[19] ?? '') }
  } catch {
    return { pid, started: '' }
  }
}
