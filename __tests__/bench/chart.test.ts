/* Shows the chart's parts: escaping, scales, labels, and that every tool and figure is in the drawing. */
import { describe, expect, it } from '@jest/globals'
import { chartOf } from '../../bench/chart.ts'
import { logScale, powersAround, spreadOut } from '../../bench/scale.ts'
import { element, escapeXml, textElement } from '../../bench/svg.ts'
import { results } from './builders.ts'

describe('SVG', () => {
  it('is escaped in text and in attributes', () => {
    expect(escapeXml(`<a b="c" d='e'>&amp;`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;')
    expect(textElement('text', { class: '"x"', y: 1.26 }, '1 < 2')).toBe(
      '<text class="&quot;x&quot;" y="1.3">1 &lt; 2</text>',
    )
  })

  it('has elements that hold others', () => {
    expect(element('g', {}, [element('line', { x1: 0 })])).toBe('<g>\n<line x1="0"/>\n</g>')
  })
})

describe('scales', () => {
  it('give every factor the same length', () => {
    const scale = logScale([1, 1000], [300, 0])
    expect([1, 10, 100, 1000].map((value) => Math.round(scale(value)))).toEqual([300, 200, 100, 0])
  })

  it.each([
    [[0.005, 9.6], 10, [0.001, 0.01, 0.1, 1, 10]],
    [[9.5, 3190], 4, [4, 16, 64, 256, 1024, 4096]],
    [[10, 1000], 10, [10, 100, 1000]],
    [[10], 10, [10, 100]],
  ])('have ticks around %p, powers of %d', (values, base, expected) => {
    const ticks = powersAround(values, base)
    expect(ticks).toHaveLength(expected.length)
    expected.forEach((tick, index) => expect(ticks[index]).toBeCloseTo(tick, 6))
  })
})

describe('labels', () => {
  it('stay where they are when they are far enough from each other', () => {
    expect(spreadOut([90, 10, 50], 17, [0, 100])).toEqual([90, 10, 50])
  })

  it('move apart, in their order and within the range', () => {
    expect(spreadOut([52, 50, 51], 10, [0, 100])).toEqual([70, 50, 60])
    expect(spreadOut([99, 98], 10, [0, 100])).toEqual([100, 90])
    expect(spreadOut([-5, 1], 10, [0, 100])).toEqual([0, 10])
  })
})

describe('the chart', () => {
  const chart = chartOf(results)

  it('names every tool with the figures of the largest file', () => {
    const labels = [...chart.matchAll(/class="label[^>]*>([^<]*)</g)].map(([, text]) => text)
    expect(labels).toEqual([
      ...['openssl (hash only): 1.00 s', 'cosign: 8.00 s', 'keyless-sign: 2.00 s'],
      ...['openssl (hash only): 10 MiB', 'cosign: 3,200 MiB', 'keyless-sign: 100 MiB'],
    ])
  })

  it('has a line a tool and panel, and no number that is none', () => {
    expect(chart.match(/<polyline/g)).toHaveLength(6)
    expect(chart).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('leaves out what is not one file, and refuses to draw nothing', () => {
    const many = results.map((result) => ({ ...result, workload: { ...result.workload, files: 100 } }))
    expect(chartOf([...results, ...many])).toBe(chart)
    expect(() => chartOf(many)).toThrow('no result')
  })
})
