import { verifyLines, verifyOutputs, type VerifyOutputs } from './verify-report.ts'
import { verifySummary } from './verify-summary.ts'
import type { Log, Report, VerifyResult } from '../types.ts'

/** actionReport returns what tells the result of a run of the verify action: log, outputs and, if asked for, the summary. */
export function actionReport(
  log: Log,
  report: Report<VerifyOutputs>,
  wanted: { readonly summary: boolean },
): (result: VerifyResult) => Promise<void> {
  return async (result) => {
    for (const line of verifyLines(result)) log.info(line)
    report.setOutputs(verifyOutputs(result))
    if (wanted.summary) await report.writeSummary(verifySummary(result))
  }
}
