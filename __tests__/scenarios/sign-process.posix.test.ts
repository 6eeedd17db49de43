/* Looks at when the process itself ends. How much it takes for a hundred files is in matrix/many-files. */
import { describe, expect, it } from '@jest/globals'
import { lingering } from '../support/lingering.ts'
import { expectRefused, expectSigned, inScene } from './sign-scene.ts'

describe('the process', () => {
  it('ends at once after its last line, though services keep connections open', () =>
    inScene({}, async (scene) => {
      const { started, milliseconds } = lingering()
      expectSigned(scene, await scene.sign({ started }), 'x.iso')
      expect(milliseconds()).toBeLessThan(500)
    }))

  it('ends at once when a service still owes it an answer', () =>
    inScene({}, async (scene) => {
      scene.sandbox.faults.always('fulcio.certificate', { kind: 'stall-body' })
      const { started, milliseconds } = lingering()
      expectRefused(await scene.sign({ started, with: { 'timeout-minutes': '0.01' } }), 'E_FULCIO_TIMEOUT')
      expect(milliseconds()).toBeLessThan(500)
    }))
})
