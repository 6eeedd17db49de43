/*
 * Owns `npm run look`: the job summaries that runs of dist/ write, shown by Chromium as GitHub shows them, and whether they
 * fit the page. With `--to DIRECTORY` a picture of each, with `--write` those of the README, docs/summary-*.png.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { requireChromium } from '../lab/setup/requirements.ts'
import { readArguments } from '../lab/support/arguments.ts'
import { describeFailure } from '../lab/support/lab-error.ts'
import { checkThat, newTally, type Report } from '../lab/support/report.ts'
import { type Browser, openBrowser, type View } from './look/browser.ts'
import { faultsOf, linesOfNames } from './look/faults.ts'
import { pageOf } from './look/page.ts'
import { startPublicSandbox } from './look/public-sandbox.ts'
import { PICTURED, type Summary, writeSummaries } from './look/summaries.ts'

const docs = path.resolve(import.meta.dirname, '../docs')
const schemes = ['light', 'dark'] as const
const views: readonly View[] = [880, 400].flatMap((width) => schemes.map((scheme) => ({ width, scheme })))

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<void> {
  const options = { to: { type: 'string' }, write: { type: 'boolean' } } as const
  const { values } = readArguments({ options }, 'usage: npm run look -- [--write] [--to DIRECTORY]')
  const program = await requireChromium(say)
  const sandbox = await startPublicSandbox()
  const summaries = await writeSummaries(sandbox).finally(() => sandbox.close())
  const browser = await openBrowser(program)
  const tally = newTally(say)
  try {
    for (const summary of summaries) await check(browser, tally, summary, values.to)
    if (values.write === true) await writePictures(browser, summaries)
  } finally {
    await browser.close()
  }
  say(tally.closingLine())
  if (tally.counts.failed > 0) process.exitCode = 1
}

async function check(browser: Browser, report: Report, summary: Summary, pictures: string | undefined): Promise<void> {
  for (const view of views) {
    const name = `${summary.name}, ${view.width} pixels, ${view.scheme}`
    await browser.show(pageOf(summary.markdown), view)
    if (pictures !== undefined) {
      await mkdir(pictures, { recursive: true })
      await writeFile(path.join(pictures, `${name}.png`), await browser.photograph())
    }
    const lines = await linesOfNames(browser)
    const faults = await faultsOf(browser, view, summary.hasLongNames)
    await checkThat(report, `${name}: nothing is too wide for the page`, faults.length === 0, faults.join('; '))
    if (view.width < 880 || summary.hasLongNames) continue
    const whole = lines.length > 0 && lines.every((count) => count === 1)
    await checkThat(report, `${name}: each name stands on one line`, whole, `lines: ${lines.join(', ')}`)
  }
}

async function writePictures(browser: Browser, summaries: readonly Summary[]): Promise<void> {
  const { markdown } = summaries.find(({ name }) => name === PICTURED) ?? { markdown: '' }
  for (const scheme of schemes) {
    await browser.show(pageOf(markdown, { picture: true }), { width: 928, scheme })
    await writeFile(path.join(docs, `summary-${scheme}.png`), await browser.photograph())
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = 1
})
