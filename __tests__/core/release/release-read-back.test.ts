/* Shows what is seen of an asset once it is attached, and what is said of what was attached or removed. */
import { describe, expect, it } from '@jest/globals'
import { ActionError } from '../../../src/core/shared/errors.ts'
import { newTools } from '../../support/memory-release-store.ts'
import { attach, draftWith } from '../../support/release-job.ts'

describe('an attached file', () => {
  it('that has another name when all are read back ends the run', async () => {
    const store = draftWith()
    store.before = (operation) => {
      const last = store.entries[6]
      if (operation === 'assets' && last !== undefined) last.name = 'y.iso.renamed'
    }
    await expect(attach({ store }, 'me')).rejects.toMatchObject({ code: 'E_RELEASE_VERIFY' })
  })
})

describe('the log', () => {
  it('says what an upload left that broke off, and was removed', async () => {
    const store = draftWith()
    store.put('x.iso.sig', '', false)
    const tools = newTools()
    await attach({ store, tools }, 'me')
    expect(tools.log.infos).toEqual([expect.stringMatching(/^Removing 'x\.iso\.sig'/)])
  })

  it('warns of nothing that is there already where the first upload fails', async () => {
    const store = draftWith()
    const tools = newTools()
    store.fail('upload', new ActionError('E_RELEASE_PERMISSION', '403', { fix: 'none' }))
    await expect(attach({ store, tools }, 'me')).rejects.toMatchObject({ code: 'E_RELEASE_PERMISSION' })
    expect(tools.log.warnings).toEqual([])
  })
})
