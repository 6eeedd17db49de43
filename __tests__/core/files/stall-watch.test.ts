/* Shows when the waiting for bytes of a file is given up, and with which error. */
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { aboutFile, errorPath, isMissing, stalledFile } from '../../../src/core/files/file-error.ts'
import { watchStall } from '../../../src/core/files/stall-watch.ts'
import { ActionError } from '../../../src/core/shared/errors.ts'

const stalled = expect.objectContaining({ code: 'E_FILE_STALLED' })

describe('the waiting for bytes', () => {
  it('ends when none came for so long', async () => {
    const { signal } = watchStall({ stallAfter: 10 }, 'x.iso')
    await wait(60)
    expect(signal.reason).toEqual(stalled)
    expect((signal.reason as ActionError).message).toContain("'x.iso'")
  })

  it('goes on while some come', async () => {
    const watch = watchStall({ stallAfter: 200 })
    let latest = performance.now()
    const silence = new Promise<number>((resolve) => {
      watch.signal.addEventListener('abort', () => {
        resolve(performance.now() - latest)
      })
    })
    for (let times = 0; times < 8 && !watch.signal.aborted; times++) {
      await wait(50)
      watch.refresh()
      latest = performance.now()
    }
    // A millisecond less, for timers round.
    expect(await silence).toBeGreaterThanOrEqual(199)
  })

  it('is over once all was read', async () => {
    const watch = watchStall({ stallAfter: 10 })
    watch.end()
    await wait(60)
    expect(watch.signal.aborted).toBe(false)
  })

  it("ends with the run's own reason, too", () => {
    const run = new AbortController()
    const watch = watchStall({ signal: run.signal, stallAfter: 10_000 })
    run.abort(stalledFile(1))
    expect(watch.signal.reason).toBe(run.signal.reason)
    watch.end()
  })
})

describe('what is wrong with a file', () => {
  it('is told with its name in front', () => {
    const work = (): never => {
      throw new ActionError('E_BUNDLE_MALFORMED', 'is no bundle', { fix: 'none' })
    }
    expect(() => aboutFile('x.iso', work)).toThrow(
      expect.objectContaining({ code: 'E_BUNDLE_MALFORMED', message: "'x.iso': is no bundle" }),
    )
    expect(aboutFile('x.iso', () => 7)).toBe(7)
  })

  it('stays as it is where it is a fault of ours', () => {
    const fault = new TypeError('a fault')
    const work = (): never => {
      throw fault
    }
    expect(() => aboutFile('x.iso', work)).toThrow(fault)
  })

  it('is that it is missing where it, or a directory on the way, is not there', () => {
    expect(['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'].filter((code) => isMissing({ code }))).toEqual([
      'ENOENT',
      'ENOTDIR',
    ])
  })

  it('has a path where the system names one', () => {
    expect([{ path: '/x' }, { path: 7 }, {}, undefined].map(errorPath)).toEqual(['/x', undefined, undefined, undefined])
  })
})
