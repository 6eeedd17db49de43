/*
 * Owns the chart of time and peak memory against file size, as SVG on a ground of its own in the reader's light or dark
 * colours. Both axes are logarithmic: the sizes go from a thousand bytes to more than a thousand million.
 */
import type { Result } from './results.ts'
import { logScale, powersAround, type Scale, spreadOut } from './scale.ts'
import { type Attributes, element, textElement } from './svg.ts'
import { figure, MEBIBYTE, mebibytes, toolsOf } from './tables.ts'
import { shortSize } from './workloads.ts'

const [width, height] = [760, 672]
const plot = { left: 88, right: 540, height: 210 }
const labelGap = 17
const title = 'Time and peak memory of signing one file, by its size'

/** Theme is the colours of the parts, and of up to five lines; each line is told by its label, too. */
type Theme = readonly [ground: string, text: string, scale: string, grid: string, ...lines: string[]]

const light: Theme = ['#ffffff', '#1f2328', '#59636e', '#d1d9e0', '#0969da', '#cf222e', '#9a6700', '#1a7f37', '#59636e']
const dark: Theme = ['#0d1117', '#f0f6fc', '#9198a1', '#3d444d', '#58a6ff', '#ff7b72', '#d29922', '#3fb950', '#9198a1']

/** Panel is one of the two plots; its ticks are powers of `base`. */
interface Panel {
  readonly title: string
  readonly top: number
  readonly base: number
  readonly value: (result: Result) => number
  readonly tick: (value: number) => string
  readonly label: (value: number) => string
}

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
    value: ({ peakBytes }) => peakBytes.median / MEBIBYTE,
    tick: (value) => `${Math.round(value).toLocaleString('en')} MiB`,
    label: (value) => `${mebibytes(value * MEBIBYTE)} MiB`,
  },
]

/** chartOf returns the SVG document for the results on single files with services at hand; throws where there are none. */
export function chartOf(results: readonly Result[]): string {
  const shown = results.filter(({ workload }) => workload.files === 1 && workload.roundTrip === 0)
  if (shown.length === 0) throw new Error('no result on a single file')
  const root = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' }
  const below = { 'text-anchor': 'middle' }
  return `${element('svg', root, [
    textElement('title', {}, title),
    textElement('style', {}, styles()),
    element('rect', { class: 'ground', width, height, rx: 8 }),
    text('title', 24, 34, title),
    ...panels.flatMap((panel) => draw(panel, shown)),
    text('tick', (plot.left + plot.right) / 2, 652, 'size of the file (all axes are logarithmic)', below),
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
    text('panel', left, top - 16, panel.title),
    ...ticks.flatMap((tick) => [
      element('line', { class: 'grid', x1: left, y1: y(tick), x2: right, y2: y(tick) }),
      text('tick', left - 8, y(tick) + 4, panel.tick(tick), { 'text-anchor': 'end' }),
    ]),
    ...sizes.map((size) => text('tick', x(size), bottom + 20, shortSize(size), { 'text-anchor': 'middle' })),
    ...lines(panel, results, x, y),
  ]
}

function lines(panel: Panel, results: readonly Result[], x: Scale, y: Scale): string[] {
  const tools = toolsOf(results).map((tool) => {
    const own = results.filter((result) => result.tool === tool).sort((a, b) => a.workload.bytes - b.workload.bytes)
    const points = own.map((result) => ({ x: x(result.workload.bytes), y: y(panel.value(result)) }))
    const last = own.at(-1)
    return { points, label: `${tool}: ${last ? panel.label(panel.value(last)) : ''}` }
  })
  const ends = tools.map(({ points }) => points.at(-1)?.y ?? 0)
  const places = spreadOut(ends, labelGap, [panel.top, panel.top + plot.height])
  const drawn = tools.map(({ points, label }, index) => [
    element('polyline', {
      class: `line line-${index}`,
      points: points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(' '),
    }),
    ...points.map((point) => element('circle', { class: `dot-${index}`, cx: point.x, cy: point.y, r: 3 })),
    text(`label dot-${index}`, plot.right + 8, (places[index] ?? 0) + 4, label),
  ])
  // The first tool lies on top of the others.
  return drawn.reverse().flat()
}

function text(name: string, x: number, y: number, content: string, more: Attributes = {}): string {
  return textElement('text', { class: name, x, y, ...more }, content)
}

function styles(): string {
  return [
    'text{font-family:system-ui,"Segoe UI","Helvetica Neue",Arial,sans-serif;font-size:12px}',
    '.title{font-size:16px;font-weight:600}.panel{font-weight:600}.tick{font-size:11px}',
    '.line{fill:none;stroke-width:2}.line-0{stroke-width:3.5}.label.dot-0{font-weight:600}',
    coloured(light),
    `@media(prefers-color-scheme:dark){${coloured(dark)}}`,
  ].join('\n')
}

function coloured([ground, text, scale, grid, ...lines]: Theme): string {
  const parts = `.ground{fill:${ground}}.title,.panel{fill:${text}}.tick{fill:${scale}}.grid{stroke:${grid}}`
  const each = lines.map((colour, index) => `.line-${index}{stroke:${colour}}.dot-${index}{fill:${colour}}`)
  return parts + each.join('')
}
