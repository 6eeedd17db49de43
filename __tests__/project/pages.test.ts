/* Shows that the pages lead somewhere and are spelled right, and that what they show to run is run. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { anchorsOf, brokenLinks, targetsOf } from '../../scripts/docs/links.ts'
import { madePage, pageNames, readText } from '../../scripts/docs/pages.ts'
import { fieldWords, spellingChecker, wordsOf } from '../../scripts/docs/spelling.ts'
import { withIncludedFiles, withoutIncludedFiles } from '../../scripts/docs/included-files.ts'
import { withMeasuredFigures } from '../../scripts/docs/measured-figures.ts'

const root = path.resolve(import.meta.dirname, '../..')
const suite = readFileSync(path.join(root, 'lab/pages/suite.ts'), 'utf8')

/** For those who work on this repository: what they are told to run is what its own gate runs. */
const forContributors = ['CONTRIBUTING.md', 'docs/performance.md', 'lab/README.md', 'sandbox/README.md']

describe('the pages', () => {
  it.each(pageNames)('are what their files, tables and figures give (npm run docs): %s', (name) => {
    expect(readText(name)).toBe(madePage(name))
  })

  it.each(pageNames)('lead nowhere but to what is there: %s', (name) => {
    expect(brokenLinks(root, name)).toEqual([])
  })

  it.each(pageNames)('show no workflow that is not a file of examples/: %s', (name) => {
    expect(withoutIncludedFiles(readText(name))).not.toMatch(/^ *```(?:ya?ml|powershell)$/m)
  })

  it.each(pageNames.filter((name) => !forContributors.includes(name)))(
    'show only commands that the lab runs: %s',
    (name) => {
      const blocks = [...readText(name).matchAll(/^( *)```sh$/gm)]
      if (blocks.length > 0) expect(suite).toContain(`'${name}'`)
      // The lab reads those that begin a line.
      expect(blocks.filter(([, indentation]) => indentation !== '')).toEqual([])
    },
  )

  it('are led to from the README in one click, by each of its four readers', () => {
    const [opening = ''] = readText('README.md').split('\n## ')
    const links = targetsOf(opening)
    expect(links).toEqual(
      expect.arrayContaining(['#one-step', 'docs/security.md', 'docs/verify.md', 'docs/coming-from-cosign.md']),
    )
  })

  it('keep the README within 200 lines', () => {
    expect(readText('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(200)
  })

  it('show what changes the first workflow into the one that releases, line by line', () => {
    const [, diff = ''] = /^```diff\n([^]*?)^```$/m.exec(readText('README.md')) ?? []
    const made = diff.split('@@\n').reduce((workflow, hunk) => {
      const without = (sign: string) =>
        hunk.replaceAll(/^.*\n/gm, (line) => (line.startsWith(sign) ? '' : line.slice(1)))
      expect(workflow).toContain(without('+'))
      return workflow.replace(without('+'), () => without('-'))
    }, readText('examples/one-step.yml'))
    expect(made).toBe(readText('examples/one-step-release.yml'))
  })

  it('name every example in a row of its own', () => {
    const rows = [...readText('examples/README.md').matchAll(/^\| \[(\S+)\]/gm)].map(([, name]) => name)
    const files = readdirSync(path.join(root, 'examples')).filter((name) => name !== 'README.md')
    expect(rows.toSorted()).toEqual(files.toSorted())
  })

  it('give sizes as they are: of what is bundled, and of the sources', () => {
    const design = readText('docs/design.md')
    // A rough figure stays right while the code changes by less than a tenth.
    const said = (pattern: RegExp, page = design) => Number(pattern.exec(page)?.[1]?.replace(',', ''))
    const megabytes = (folder: string) => bytesBelow(path.join(root, 'dist', folder)) / 1e6
    expect(Math.abs(said(/`dist\/sign` ([\d.]+) MB/) / megabytes('sign') - 1)).toBeLessThan(0.1)
    expect(Math.abs(said(/`dist\/verify` ([\d.]+) MB/) / megabytes('verify') - 1)).toBeLessThan(0.1)
    expect(Math.abs(said(/`keyless-verify.mjs` ([\d.]+) MB/) / megabytes('verify-cli') - 1)).toBeLessThan(0.1)
    const bundled = /from these (\d+) packages/.exec(readText('dist/THIRD_PARTY_NOTICES.txt'))?.[1]
    expect(said(/production, (\d+) of them/)).toBe(Number(bundled))
    const lines = linesBelow(path.join(root, 'src'))
    expect(Math.abs(said(/`src\/`, ([\d,]+) lines/, readText('docs/security.md')) / lines - 1)).toBeLessThan(0.1)
  })

  it('do not say a sentence twice', () => {
    const said = new Map<string, string>()
    const twice = pageNames.flatMap((name) =>
      sentencesOf(name).flatMap((sentence) => {
        const before = said.get(sentence)
        said.set(sentence, name)
        return before === undefined ? [] : [`${before}, ${name}: ${sentence}`]
      }),
    )
    expect(twice).toEqual([])
  })
})

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}

function bytesBelow(folder: string): number {
  return filesBelow(folder).reduce((sum, file) => sum + statSync(file).size, 0)
}

function linesBelow(folder: string): number {
  return filesBelow(folder).reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length - 1, 0)
}

/** The longer sentences that are typed in a page, without tables and what is made. */
function sentencesOf(name: string): readonly string[] {
  if (['docs/troubleshooting.md', 'docs/performance.md', 'docs/reference.md'].includes(name)) return []
  const prose = withoutIncludedFiles(readText(name))
    .replaceAll(/^ *(`{3,})[^]*?^ *\1$/gm, '')
    .replaceAll(/^\|.*$/gm, '')
    .replaceAll(/\s+/g, ' ')
  return prose.split(/(?<=[.:;]) /).filter((sentence) => sentence.split(' ').length > 8)
}

describe('the spelling', () => {
  const unknown = spellingChecker()

  it.each(pageNames)('of %s is right, or its words are in scripts/docs/words.txt', (name) => {
    expect(unknown(readText(name))).toEqual([])
  })

  it('finds a word that is none, and reads no code', () => {
    const page = 'A signature is verifyed here, `verifyed`.\n\n```sh\nverifyed\n```\n\n<!-- verifyed -->\n'
    expect(unknown(page)).toEqual(['verifyed'])
  })

  it('has no word on the list that no page needs, each once and sorted', () => {
    const words = new Set(pageNames.flatMap((name) => wordsOf(readText(name))).map((word) => word.toLowerCase()))
    expect(fieldWords.filter((word) => !words.has(word.toLowerCase()))).toEqual([])
    expect(fieldWords).toEqual([...new Set(fieldWords)].toSorted())
  })
})

describe('the check of links', () => {
  it('knows the anchors that GitHub gives', () => {
    expect(anchorsOf("# A `b` c!\n## What's new\n## What's new\n```\n# none\n```\n")).toEqual([
      'a-b-c',
      'whats-new',
      'whats-new-1',
    ])
  })

  it('finds links, pictures and what is in HTML, and passes over code', () => {
    const page = '[a](b.md#c) ![d](e.png) <img src="f.png"> `[g](h)`\n```\n[i](j)\n```\n'
    expect(targetsOf(page)).toEqual(['b.md#c', 'e.png', 'f.png'])
  })

  it('finds what is not there', () => {
    expect(brokenLinks(path.join(import.meta.dirname, 'fixtures'), 'broken.md')).toEqual([
      'missing.md: there is no missing.md',
      '#no-heading: broken.md has no such heading',
      'http://example.test/: not an address of HTTPS',
      '../outside.md: there is no ../outside.md',
    ])
  })
})

describe('what is made of a page', () => {
  it('shows a file whole, in its language', () => {
    const page = 'before\n\n<!-- file: a.yml -->\nold\n<!-- end of file -->\n'
    const made = withIncludedFiles(page, (file) => `name: ${file}\n`)
    expect(made).toBe('before\n\n<!-- file: a.yml -->\n\n```yaml\nname: a.yml\n```\n\n<!-- end of file -->\n')
    expect(() => withIncludedFiles('<!-- file: a.bin -->\n<!-- end of file -->', () => '')).toThrow('a.bin')
  })

  it('takes figures from the measurement, or fails', () => {
    expect(() => withMeasuredFigures(readText('README.md'), '# Performance\n')).toThrow('no figures of')
  })
})
