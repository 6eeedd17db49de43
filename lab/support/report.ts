/*
 * Owns how checks are counted and printed: one line a check, one closing line. A check never ends the lab. Must not know
 * what is checked.
 */

/** Outcome is what a check found; `detail` is shown when it failed. */
export interface Outcome {
  readonly passed: boolean
  readonly detail?: string
}

/** Report collects outcomes; `group` gives the same report with a prefix to every check's name. */
export interface Report {
  check(name: string, body: () => Promise<Outcome>): Promise<void>
  group(prefix: string): Report
  /** Whether this run is about a check of that name at all. */
  wants(name: string): boolean
}

/** checkThat reports something already known; `detail` is shown when it is not so. */
export function checkThat(report: Report, name: string, passed: boolean, detail: string): Promise<void> {
  return report.check(name, () => Promise.resolve({ passed, detail }))
}

/** Tally is a report with its counts. */
export interface Tally extends Report {
  readonly counts: { readonly passed: number; readonly failed: number }
  /** The closing line, `N passed, N failed`. */
  closingLine(): string
}

/** newTally returns a report that prints through `print`; only checks whose name holds `only` are run. */
export function newTally(print: (line: string) => void, only = ''): Tally {
  const counts = { passed: 0, failed: 0 }
  const failures: string[] = []
  const named = (prefix: string): Report => {
    const fullName = (name: string) => (prefix === '' ? name : `${prefix}: ${name}`)
    return {
      wants: (name) => fullName(name).includes(only),
      async check(name, body) {
        if (!this.wants(name)) return
        const full = fullName(name)
        const outcome = await body().catch((error: unknown): Outcome => ({ passed: false, detail: describe(error) }))
        counts[outcome.passed ? 'passed' : 'failed'] += 1
        const line = outcome.passed ? `ok   ${full}` : `FAIL ${full}: ${outcome.detail ?? ''}`
        if (!outcome.passed) failures.push(line)
        print(line)
      },
      group: (inner) => named(prefix === '' ? inner : `${prefix}, ${inner}`),
    }
  }
  return {
    ...named(''),
    counts,
    closingLine() {
      const repeated = failures.length > 0 ? `\nFailed:\n${failures.join('\n')}\n` : ''
      return `${repeated}${counts.passed} passed, ${counts.failed} failed`
    },
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
