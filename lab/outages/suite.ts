/*
 * Owns the outages suite: real services that lose replies, slow down, restart or go away, in front of the product as it is
 * shipped. Every service runs again at its end.
 */
import type { Lab } from '../lab.ts'
import type { Report } from '../support/report.ts'
import { checkLasting } from './lasting.ts'
import { checkPassing } from './passing.ts'

/** outages runs the suite. */
export async function outages(lab: Lab, report: Report): Promise<void> {
  try {
    await checkPassing(lab, report)
    await checkLasting(lab, report)
  } finally {
    for (const service of Object.values(lab.services)) await service.start()
  }
}
