/*
 * Owns the table of the README that tells what signing costs: taken from docs/performance.md, which a measurement wrote.
 */
import { table } from '../markdown.ts'
import { between } from './markers.ts'

const OPEN = '<!-- figures: made from docs/performance.md by "npm run docs" -->\n<!-- prettier-ignore-start -->\n'
const END = '\n<!-- prettier-ignore-end -->\n<!-- end of figures -->'

const SMALL = '1 file of 1 kB'
const LARGE = '1 file of 1.6 GB'
const MANY = '100 files of 1 MB, services 50 ms away'

/** withMeasuredFigures returns the page with the figures; throws where the measurement has no such table. */
export function withMeasuredFigures(page: string, performance: string): string {
  const small = rowsOf(performance, SMALL)
  const large = rowsOf(performance, LARGE)
  const many = rowsOf(performance, MANY)
  const rows = [...large].map(([tool, { time, memory }]) => {
    return [tool, `${small.get(tool)?.time ?? ''} s`, `${time} s`, `${memory} MiB`, `${many.get(tool)?.time ?? ''} s`]
  })
  const head = ['', SMALL, LARGE, 'its peak memory', MANY]
  return between(page, OPEN, END, `\n${table(head, rows, ['---', '--:', '--:', '--:', '--:'])}\n`)
}

/** Row is what one tool took: median seconds, peak MiB. */
interface Row {
  readonly time: string
  readonly memory: string
}

function rowsOf(performance: string, workload: string): ReadonlyMap<string, Row> {
  const [, section = ''] = performance.split(`### ${workload}\n`)
  const lines = (section.split('\n#')[0] ?? '').split('\n').filter((line) => /^\| \w/.test(line))
  if (lines.length === 0) throw new Error(`docs/performance.md has no figures of ${workload}`)
  return new Map(
    lines.map((line) => {
      const [tool = '', time = '', , memory = ''] = line.split('|').slice(1).map((cell) => cell.trim()) // prettier-ignore
      return [tool, { time: time.replace(/ .*/, ''), memory }]
    }),
  )
}
