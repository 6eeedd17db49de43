/* Lets Rekor fail for good in the middle of several files: the built action tells what nobody can take back. */
import { describe, expect, it } from '@jest/globals'
import { none, status } from '../../sandbox/faults.ts'
import { expectRefused, inScene, warningsOf } from './sign-scene.ts'

describe('the action gives up within its budget when', () => {
  it.concurrent('R10 Rekor is down for good, and lists the entries that are public already', () =>
    inScene({ files: { 'a.iso': 'a', 'b.iso': 'b', 'c.iso': 'c' } }, async (scene) => {
      scene.sandbox.faults.script('rekor.create', none, none)
      scene.sandbox.faults.always('rekor.create', status(503))
      const run = await scene.sign({ with: { files: '*.iso', 'timeout-minutes': '0.03' } })
      expectRefused(run, 'E_REKOR_UNAVAILABLE', 'timeout-minutes')
      const [warning = '', ...others] = warningsOf(run)
      expect(others).toEqual([])
      expect(warning.match(/[abc]\.iso \(log index 10000\d\d/g)).toHaveLength(2)
      expect(scene.sandbox.artifacts.list()).toEqual([])
    }),
  )
})
