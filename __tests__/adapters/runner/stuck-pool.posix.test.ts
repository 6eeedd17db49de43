/* Shows that a run which has said its last line ends, even where a thread of the pool waits for ever: for a FIFO's writer. */
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from '@jest/globals'
import { temporaryDirectory } from '../../support/builders.ts'
import { runFixture, type Ended } from '../../support/run-fixture.ts'

function withFifo(action: string, signal?: NodeJS.Signals): Promise<Ended> {
  const fifo = path.join(temporaryDirectory(), 'fifo')
  execFileSync('mkfifo', [fifo])
  return runFixture(action, { args: [fifo], ...(signal === undefined ? {} : { signal }) })
}

it.concurrent(
  'a run that has failed with a thread of its own that is stuck ends by SIGKILL, its error told',
  async () => {
    const { code, outputs, commands } = await withFifo('failsWithAStuckThread')
    expect([code, outputs, commands.map(({ name }) => name)]).toEqual([
      null,
      { 'error-code': 'E_FILE_STALLED' },
      ['error'],
    ])
  },
)

it('a run that has failed ends by SIGKILL, its error told', async () => {
  const { code, outputs, commands, took } = await withFifo('failsOnAStuckDisk')
  expect([code, outputs, commands.map(({ name }) => name)]).toEqual([null, { 'error-code': 'E_INPUT' }, ['error']])
  expect(took).toBeLessThan(2_000)
})

it.each(['SIGINT', 'SIGTERM'] as const)('a run cancelled by %s is gone within 2 seconds', async (signal) => {
  const { code, outputs, took } = await withFifo('ignoresCancellationOnAStuckDisk', signal)
  expect([code, outputs]).toEqual([null, { 'error-code': 'E_CANCELLED' }])
  expect(took).toBeLessThan(2_000)
})

it('a run that has failed waits for what is only slow', async () => {
  expect((await withFifo('failsWhileAFileIsOpened')).code).toBe(1)
})

it('a run that has succeeded is never killed', async () => {
  const { code, took } = await withFifo('succeedsWhileAFileIsOpened')
  expect(code).toBe(0)
  expect(took).toBeGreaterThan(500)
})
