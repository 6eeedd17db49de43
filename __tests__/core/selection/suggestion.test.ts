/* Shows what is said of a path that leads to nothing: which file may be meant, and never one that would be refused. */
import { describe, expect, it } from '@jest/globals'
import { suggestion } from '../../../src/core/selection/suggestion.ts'
import { inWords, workflowWording } from '../../../src/core/shared/wording.ts'
import { newWorkspace } from '../../support/workspace.ts'

async function suggested(line: string, ...files: readonly string[]): Promise<string> {
  const text = inWords(await suggestion(line, newWorkspace(...files)), workflowWording)
  return text.replace('Paths start at the workspace; check that an earlier step of this job makes the file', '-')
}

describe('a file that is not there', () => {
  it('may be another one of much the same name', async () => {
    expect(await suggested('dist/x.iso', 'dist/y.iso')).toBe("did you mean 'dist/y.iso'? -")
  })

  it('may be like none', async () => {
    expect(await suggested('x.iso', 'quite-another-name.tar')).toBe('-')
  })

  it('is no signature file of another, which would be refused', async () => {
    expect(await suggested('x.iso', 'y.iso.sig', 'y.iso.pem', 'y.iso.sigstore.json')).toBe('-')
  })

  it('may be one that ends like a signature file, where it does so itself', async () => {
    expect(await suggested('kye.pem', 'key.pem', 'key.sig')).toBe("did you mean 'key.pem'? -")
  })

  it('is to be got where only its signature files are there', async () => {
    expect(await suggested('dist/x.iso', 'dist/x.iso.sig', 'dist/x.iso.pem', 'dist/y.iso')).toBe(
      "only its signature is here ('dist/x.iso.sig', 'dist/x.iso.pem'): get the file itself, too. -",
    )
  })
})
