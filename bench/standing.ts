/*
 * Owns who is ahead of whom: each other tool's figure over ours, sorted into ahead, behind and level. Where the runs of two
 * overlap, neither is ahead. Knows no reason, and no tool but the product by name.
 */
import { type Comparison, HASH, type Result, VERIFY, VERIFY_ACTION, type Workload, OURS } from './results.ts'
import type { Spread } from './statistics.ts'
import { find, type Measured, ratioText, toolsOf, workloadsOf } from './tables.ts'
import { titleOf } from './workloads.ts'

/** EVEN is how far from 1 a ratio has to be before it says something. */
const EVEN = 0.05

/** Where is how the product stands beside another tool. */
type Where = 'ahead' | 'behind' | 'level'

interface Standing {
  readonly tool: string
  readonly workload: Workload
  /** The other's figure over ours. */
  readonly ratio: number
  readonly where: Where
}

const asked: readonly (readonly [keyof Comparison, string, string])[] = [
  ['signing', 'signing', OURS],
  ['jobs', 'the whole job', OURS],
  ['verifying', 'verifying', VERIFY],
]
const measured: readonly (readonly [Measured, string])[] = [
  ['seconds', 'Time'],
  ['cpuSeconds', 'CPU time'],
  ['peakBytes', 'Peak memory'],
]

/** standingText says where the product is ahead, behind, level: three lists, without those that are empty. */
export function standingText(comparison: Comparison): string {
  const heads: Readonly<Record<Where, string>> = {
    ahead: '**Ahead.** In brackets, how many times as much the other takes.',
    behind: '**Behind.** In brackets, the part of ours that the other takes.',
    level: '**Level**: within 5 %, or the runs of the two overlap.',
  }
  return (['ahead', 'behind', 'level'] as const)
    .map((where) => ({ where, lines: linesOf(comparison, where) }))
    .filter(({ lines }) => lines.length > 0)
    .map(({ where, lines }) => `${heads[where]}\n\n${lines.join('\n')}`)
    .join('\n\n')
}

function linesOf(comparison: Comparison, where: Where): string[] {
  return asked.flatMap(([name, what, base]) =>
    measured.flatMap(([quantity, title]) => {
      const all = standings(comparison[name], quantity, base).filter((each) => each.where === where)
      const tools = [...new Set(all.map(({ tool }) => tool))].map((tool) => {
        const own = all.filter((each) => each.tool === tool)
        return `${tool} with ${withWhat(own, workloadsOf(comparison[name]).length)}`
      })
      return tools.length === 0 ? [] : [`- ${title} of ${what}: ${tools.join('; ')}.`]
    }),
  )
}

/** A tool that stands alike on all of at least three workloads is said so, with the extremes. */
function withWhat(own: readonly Standing[], all: number): string {
  if (own.length < Math.max(all, 3)) {
    return own.map(({ workload, ratio }) => `${titleOf(workload)} (${ratioText(ratio)})`).join(', ')
  }
  const ratios = own.map(({ ratio }) => ratio)
  return `all of them (${ratioText(Math.min(...ratios))} to ${ratioText(Math.max(...ratios))})`
}

function standings(results: readonly Result[], quantity: Measured, base: string): Standing[] {
  return othersIn(results).flatMap((tool) =>
    workloadsOf(results).flatMap((workload) => {
      const [ours, other] = [find(results, workload, base), find(results, workload, tool)]
      if (!ours || !other) return []
      const ratio = other[quantity].median / ours[quantity].median
      const where = overlap(ours[quantity], other[quantity]) ? 'level' : whereIs(ratio)
      return [{ tool, workload, ratio, where }]
    }),
  )
}

function whereIs(ratio: number): Where {
  return ratio > 1 + EVEN ? 'ahead' : ratio < 1 - EVEN ? 'behind' : 'level'
}

/** overlap tells whether the least and the greatest of each leave it open which is less. */
function overlap(one: Spread, other: Spread): boolean {
  return one.least <= other.greatest && other.least <= one.greatest
}

/** othersIn returns the titles of the tools that are not the product, nor the hash. */
export function othersIn(results: readonly Result[]): string[] {
  const not: readonly string[] = [OURS, VERIFY, VERIFY_ACTION, HASH]
  return toolsOf(results).filter((tool) => !not.includes(tool))
}
