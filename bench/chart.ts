/*
 * Owns the chart of time and peak memory against file size, as SVG on a ground of its own in the reader's light or dark
 * colours. Both axes are logarithmic: the sizes go from a thousand bytes to more than a thousand million.
 */
import type { Result } from './results.ts'
import { logScale, powersAround, type Scale, spreadOut } from './scale.ts'
import { type Attributes, element, textElement } from './svg.ts'
import { figure, mebibytes, toolsOf } from './tables.ts'
import { shortSize } from './workloads.ts'

const width = 760
const height = 672
const plot = { left: 88, right: 540, height: 210 } as const
const labelGap = 17

/** Colours of text, grid and up to five lines, on the ground; each line is told by its label, too. */
const themes = {
  light: ['#ffffff', '#1f2328', '#59636e', '#d1d9e0', '#0969da', '#cf222e', '#9a6700', '#1a7f37', '#59636e'],
  dark: ['#0d1117', '#f0f6fc', '#9198a1', '#3d444d', '#58a6ff', '#ff7b72', '#d29922', '#3fb950', '#9198a1'],
} as const

/** Panel is one of the two plots. */
interface Panel {
  readonly title: string
  readonly top: number
  /** Ticks are powers of it. */
  readonly base: number
  readonly value: (result: Result) => number
  readonly tick: (value: number) => string
  readonly label: (value: number) => string
}

const mebibyte = 1024 * 1024

const panels: readonly Panel[] = [
  {
    title: 'Time of the whole process',
    top: 92,
    base: 10,
    value: ({ seconds }) => seconds.median,
    tick: (value) => `${String(Number(value.toPrecision(1)))} s`,
    label: (value) => `${figure(value)} s`,
  },
  {
    title: 'Peak memory',
    top: 392,
    base: 4,
    value: ({ peakBytes }) => peakBytes.median / mebibyte,
    tick: (value) => `${Math.round(value).toLocaleString('en')} MiB`,
    label: (value) => `${mebibytes(value * mebibyte)} MiB`,
  },
]

/** chartOf returns the SVG document for the results on single files with services at hand; throws where there are none. */
export function chartOf(results: readonly Result[]): string {
  const shown = results.filter(({ workload }) => workload.files === 1 && workload.roundTrip === 0)
  if (shown.length === 0) throw new Error('no result on a single file')
  const title = 'Time and peak memory of signing one file, by its size'
  const root: Attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
  }
  return `${element('svg', root, [
    textElement('title', {}, title),
    textElement('style', {}, styles()),
    element('rect', { class: 'ground', width, height, rx: 8 }),
    textElement('text', { class: 'title', x: 24, y: 34 }, title),
    ...panels.flatMap((panel) => draw(panel, shown)),
    textElement(
      'text',
      { class: 'tick', x: (plot.left + plot.right) / 2, y: 652, 'text-anchor': 'middle' },
      'size of the file (all axes are logarithmic)',
    ),
  ])}\n`
}

function draw(panel: Panel, results: readonly Result[]): string[] {
  const { left, right } = plot
  const { top } = panel
  const bottom = top + plot.height
  const sizes = [...new Set(results.map(({ workload }) => workload.bytes))].sort((a, b) => a - b)
  const [smallest = 1, largest = 1] = [sizes[0], sizes.at(-1)]
  const x = logScale([smallest, Math.max(largest, smallest * 2)], [left + 12, right - 12])
  const ticks = powersAround(results.map(panel.value), panel.base)
  const y = logScale([ticks[0] ?? 1, ticks.at(-1) ?? 1], [bottom, top])
  return [
    textElement('text', { class: 'panel', x: left, y: top - 16 }, panel.title),
    ...ticks.flatMap((tick) => [
      element('line', { class: 'grid', x1: left, y1: y(tick), x2: right, y2: y(tick) }),
      textElement('text', { class: 'tick', x: left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, panel.tick(tick)),
    ]),
    ...sizes.map((size) =>
      textElement('text', { class: 'tick', x: x(size), y: bottom + 20, 'text-anchor': 'middle' }, shortSize(size)),
    ),
    ...lines(panel, results, x, y),
  ]
}

function lines(panel: Panel, results: readonly Result[], x: Scale, y: Scale): string[] {
  const tools = toolsOf(results).map((tool) => {
    const own = results.filter((result) => result.tool === tool)
    own.sort((a, b) => a.workload.bytes - b.workload.bytes)
    const points = own.map((result) => ({ x: x(result.workload.bytes), y: y(panel.value(result)) }))
    const last = own.at(-1)
    return { points, label: `${tool}: ${last ? panel.label(panel.value(last)) : ''}` }
  })
  const ends = tools.map(({ points }) => points.at(-1)?.y ?? 0)
  const places = spreadOut(ends, labelGap, [panel.top, panel.top + plot.height])
  const drawn = tools.map(({ points, label }, index) => {
    const path = points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(' ')
    return [
      element('polyline', { class: `line line-${index}`, points: path }),
      ...points.map((point) => element('circle', { class: `dot-${index}`, cx: point.x, cy: point.y, r: 3 })),
      textElement('text', { class: `label dot-${index}`, x: plot.right + 8, y: (places[index] ?? 0) + 4 }, label),
    ]
  })
  // The first tool lies on top of the others.
  return drawn.reverse().flat()
}

function styles(): string {
  const colours = ([ground, text, faint, grid, ...lines]: readonly string[]) =>
    [
      `.ground{fill:${ground ?? ''}}`,
      `.title,.panel{fill:${text ?? ''}}`,
      `.tick{fill:${faint ?? ''}}`,
      `.grid{stroke:${grid ?? ''}}`,
      ...lines.map((colour, index) => `.line-${index}{stroke:${colour}}.dot-${index}{fill:${colour}}`),
    ].join('')
  return [
    'text{font-family:system-ui,"Segoe UI","Helvetica Neue",Arial,sans-serif;font-size:12px}',
    '.title{font-size:16px;font-weight:600}.panel{font-weight:600}.tick{font-size:11px}',
    '.line{fill:none;stroke-width:2}.line-0{stroke-width:3.5}.label.dot-0{font-weight:600}',
    colours(themes.light),
    `@media(prefers-color-scheme:dark){${colours(themes.dark)}}`,
  ].join('\n')
}
