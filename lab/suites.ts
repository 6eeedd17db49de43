/*
 * Owns the list of the lab's suites in the order of their running.
 */
import { acceptance } from './acceptance/suite.ts'
import { act } from './act/suite.ts'
import { conformance } from './conformance/suite.ts'
import type { Lab } from './lab.ts'
import { outages } from './outages/suite.ts'
import { pages } from './pages/suite.ts'
import { peers } from './peers/suite.ts'
import { proxy } from './proxy/suite.ts'
import type { Report } from './support/report.ts'
import { tuf } from './tuf/suite.ts'

/** Suite is one file's worth of checks on a running lab; it leaves every server running. */
type Suite = (lab: Lab, report: Report) => Promise<void>

const suites: readonly (readonly [string, Suite])[] = [
  ['acceptance', acceptance],
  ['peers', peers],
  ['conformance', conformance],
  ['tuf', tuf],
  ['proxy', proxy],
  ['pages', pages],
  ['outages', outages],
  ['act', act],
]

/** suiteNames are the names that the command line takes. */
export const suiteNames: readonly string[] = suites.map(([name]) => name)

/** runSuites runs the named suites one after the other. */
export async function runSuites(lab: Lab, report: Report, names: readonly string[]): Promise<void> {
  for (const [name, suite] of suites) if (names.includes(name)) await suite(lab, report.group(name))
}
