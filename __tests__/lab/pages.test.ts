/* Shows how the lab reads the commands of a page: what it says of one, and that nothing it says is passed over. */
import { describe, expect, it } from '@jest/globals'
import { blocksOf } from '../../lab/pages/blocks.ts'

const block = '```sh\ncosign version\n```\n'

describe('the commands of a page', () => {
  it('are its blocks of shell, each with its line', () => {
    const page = `# A page\n\n${block}\n\`\`\`text\nnone\n\`\`\`\n\n${block}`
    expect(blocksOf('a.md', page)).toMatchObject([
      { where: 'a.md, line 3', text: 'cosign version\n', offline: false },
      { where: 'a.md, line 11', text: 'cosign version\n', offline: false },
    ])
  })

  it('may be refused, with a code, or need no network', () => {
    const page = `<!-- lab: refused E_CERT_IDENTITY -->\n\n${block}\n<!-- lab: offline -->\n\n${block}`
    expect(blocksOf('a.md', page)).toMatchObject([
      { refusal: 'E_CERT_IDENTITY', offline: false },
      { refusal: undefined, offline: true },
    ])
  })

  it.each([
    ['means nothing', `<!-- lab: perhaps -->\n\n${block}`],
    ['gives no code', `<!-- lab: refused -->\n\n${block}`],
    ['stands too far from its block', `<!-- lab: offline -->\n\nwords\n\n${block}`],
  ])('are not read when a comment for the lab %s', (_, page) => {
    expect(() => blocksOf('a.md', page)).toThrow('a.md has a comment for the lab')
  })
})
