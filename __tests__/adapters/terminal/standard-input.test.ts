/* Shows how checksum lines come from standard input: whole, never taken for a path, and never without end. */
import { describe, expect, it } from '@jest/globals'
import { readChecksumLines } from '../../../src/adapters/terminal/standard-input.ts'

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

describe('standard input', () => {
  it('is whole, also where a character is cut in two', async () => {
    const [first, second] = [Buffer.from('aü').subarray(0, 2), Buffer.from('aü').subarray(2)]
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield* [first, second]
    }
    expect(await readChecksumLines(cut())).toBe('aü\n#\n#')
  })

  it.each(['SHA256SUMS', ''])('is lines, whatever it holds: %j', async (text) => {
    expect((await readChecksumLines(pieces(text))).trim()).toContain('\n')
  })

  it('that never ends is refused', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield new Uint8Array(1024 * 1024)
    }
    await expect(readChecksumLines(endless())).rejects.toMatchObject({ code: 'E_INPUT_CHECKSUMS' })
  })

  it('that cannot be read is refused with the reason', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('0')
      throw Object.assign(new Error('EISDIR'), { code: 'EISDIR', errno: -21 })
    }
    await expect(readChecksumLines(broken())).rejects.toMatchObject({
      code: 'E_FILE_READ',
      message: expect.stringContaining('EISDIR'),
    })
  })
})
