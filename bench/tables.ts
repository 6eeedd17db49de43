/*
 * Owns the tables of the comparison as Markdown. Must not know where the figures come from.
 */
import { table as markdownTable } from '../scripts/markdown.ts'
import { HASH, type Result, type ServiceName, serviceNames, type Workload } from './results.ts'
import type { Spread } from './statistics.ts'
import { titleOf } from './workloads.ts'

/** MEBIBYTE is the unit of memory in tables and chart, in bytes. */
export const MEBIBYTE = 1024 * 1024

/** Measured is a quantity that the tables compare. */
export type Measured = 'seconds' | 'cpuSeconds' | 'peakBytes'

/** table returns a Markdown table of figures, unaligned: names to the left, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(
    head,
    rows,
    head.map((_, column) => (column === 0 ? ':--' : '--:')),
  )
}

/** ratioTable has a row a tool and a column a workload: its median of `measured` over that of the tool `base`. */
export function ratioTable(results: readonly Result[], measured: Measured, base: string): string {
  const workloads = workloadsOf(results)
  const rows = toolsOf(results).map((tool) => [
    tool,
    ...workloads.map((workload) => {
      const of = (name: string) => find(results, workload, name)?.[measured].median ?? Number.NaN
      return ratioText(of(tool) / of(base))
    }),
  ])
  return table(['', ...workloads.map(titleOf)], rows)
}

/** workloadTable has a row a tool with its figures on one workload. */
export function workloadTable(results: readonly Result[], workload: Workload): string {
  // Whoever verifies with a trusted root asks nobody.
  const isAsked = results.some((result) => serviceNames.some((service) => result.requests[service] > 0))
  const asking = isAsked ? serviceNames : []
  const rows = toolsOf(results).flatMap((tool) => {
    const result = find(results, workload, tool)
    if (!result) return []
    const { seconds, cpuSeconds, peakBytes, requests } = result
    const sent = asking.map((service) => (tool === HASH ? '' : requests[service].toLocaleString('en')))
    return [[tool, secondsText(seconds), figure(cpuSeconds.median), mebibytes(peakBytes.median), ...sent]]
  })
  const services: Readonly<Record<ServiceName, string>> = {
    token: 'token',
    fulcio: 'Fulcio',
    rekor: 'Rekor',
    timestamp: 'timestamp',
  }
  const head = ['', 'time, s (least to greatest)', 'CPU, s', 'peak memory, MiB']
  return table([...head, ...asking.map((service) => services[service])], rows)
}

/** workloadsOf returns the workloads of the results, each once, in their order. */
export function workloadsOf(results: readonly Result[]): Workload[] {
  return [...new Set(results.map(({ workload }) => workload))]
}

/** toolsOf returns the titles of the tools, each once, in their order. */
export function toolsOf(results: readonly Result[]): string[] {
  return [...new Set(results.map(({ tool }) => tool))]
}

/** find returns the result of a tool on a workload. */
export function find(results: readonly Result[], workload: Workload, tool: string): Result | undefined {
  return results.find((result) => result.workload === workload && result.tool === tool)
}

/** figure is a number with three digits that count: `0.00846`, `1.32`, `9.64`, `44.1`, `3190`; `?` for none. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '?'
  if (value === 0) return '0'
  const digits = 2 - Math.floor(Math.log10(Math.abs(value)))
  return value.toFixed(Math.max(0, Math.min(4, digits)))
}

/** mebibytes is a number of bytes in MiB, without the unit. */
export function mebibytes(bytes: number): string {
  return Math.round(bytes / MEBIBYTE).toLocaleString('en')
}

/** ratioText is a ratio to two places, and to none above ten. */
export function ratioText(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(0) : Number.isFinite(ratio) ? ratio.toFixed(2) : '?'
}

function secondsText({ least, median, greatest }: Spread): string {
  return `${figure(median)} (${figure(least)} to ${figure(greatest)})`
}
