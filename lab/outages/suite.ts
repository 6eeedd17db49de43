/*
 * Owns the check of what happens when real services fail in the middle of a run: answers that get lost after the service
 * acted, services that are down, restart or go away.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { askAll } from '../acceptance/ask.ts'
import { materialOf } from '../acceptance/material.ts'
import { bundleQuestions } from '../acceptance/questions.ts'
import type { Lab } from '../lab.ts'
import { failureText } from '../product.ts'
import { withCheckpointInterval } from '../servers/rekor.ts'
import type { RekorVersion } from '../servers/trust-material.ts'
import type { Outcome, Report } from '../support/report.ts'
import type { Service } from '../support/service.ts'
import { type Fate, type Relay, startRelay } from './relay.ts'
import { runTrial, type Trial, urlOf } from './trial.ts'

/** outages runs the suite; every service runs as before when it ends. */
export async function outages(lab: Lab, report: Report): Promise<void> {
  await slowCheckpoints(lab, report.group('Rekor v2 with a checkpoint every 8 s'))
  await lostReply(lab, report.group('a lost reply of Rekor v1'), 1)
  await lostReply(lab, report.group('a lost reply of Rekor v2'), 2)
  await withoutTimestampAuthority(lab, report.group('timestamp authority down'))
  await fulcioRestarts(lab, report.group('Fulcio restarts in mid-run'))
  await rekorGoesAway(lab, report.group('Rekor gone after the certificate'))
  await rekorGoesAwayHalfway(lab, report.group('Rekor gone after two of five entries'))
}

async function slowCheckpoints(lab: Lab, report: Report): Promise<void> {
  const { rekor2 } = lab.services
  await rekor2.stop()
  await rekor2.start(withCheckpointInterval('8s'))
  try {
    await checkSigned(lab, report, await runTrial(lab, { rekorVersion: 2, files: 3 }), 2)
  } finally {
    await rekor2.stop()
    await rekor2.start()
  }
}

async function lostReply(lab: Lab, report: Report, rekorVersion: RekorVersion): Promise<void> {
  const of = urlOf('rekor', rekorVersion)
  await withRelay(
    of,
    ({ method }, count) => (method === 'POST' && count === 1 ? 'lose' : 'pass'),
    async (relay) => {
      const trial = await runTrial(lab, { rekorVersion, instead: { of, url: relay.url } })
      await checkSigned(lab, report, trial, rekorVersion)
      const statuses = relay.answers.map(({ method, status }) => `${method} ${status}`)
      await check(report, 'the log had taken the entry: it answers 201, then 409', {
        passed: statuses[0] === 'POST 201' && statuses[1] === 'POST 409',
        detail: statuses.join(', '),
      })
      const posts = statuses.filter((status) => status.startsWith('POST')).length
      const expected = rekorVersion === 1 ? 2 : 3
      const how = rekorVersion === 1 ? 'the entry is fetched' : 'another signature is recorded'
      await check(report, how, { passed: posts === expected, detail: statuses.join(', ') })
    },
  )
}

async function withoutTimestampAuthority(lab: Lab, report: Report): Promise<void> {
  const { tsa } = lab.services
  await tsa.stop()
  try {
    const trial = await runTrial(lab, { rekorVersion: 1, inputs: { 'timeout-minutes': '0.1' } })
    await checkRefused(report, trial, 'E_TSA_UNAVAILABLE')
    await checkPublicNamed(report, trial, 1)
    const [later] = await Promise.all([runTrial(lab, { rekorVersion: 1 }), startLater(tsa)])
    await checkSigned(lab, report.group('back after 2.5 s'), later, 1)
  } finally {
    await tsa.start()
  }
}

async function fulcioRestarts(lab: Lab, report: Report): Promise<void> {
  const { fulcio } = lab.services
  await fulcio.stop()
  const [trial] = await Promise.all([runTrial(lab, { rekorVersion: 1, files: 3 }), startLater(fulcio)])
  await checkSigned(lab, report, trial, 1)
}

async function startLater(service: Service): Promise<void> {
  await wait(2_500)
  await service.start()
}

async function rekorGoesAway(lab: Lab, report: Report): Promise<void> {
  const { rekor1 } = lab.services
  const of = urlOf('fulcio', 1)
  const stopRekor = async (): Promise<Fate> => {
    await rekor1.stop()
    return 'pass'
  }
  try {
    await withRelay(of, stopRekor, async (relay) => {
      const inputs = { 'timeout-minutes': '0.1' }
      const trial = await runTrial(lab, { rekorVersion: 1, instead: { of, url: relay.url }, inputs })
      await checkRefused(report, trial, 'E_REKOR_UNAVAILABLE')
    })
  } finally {
    await rekor1.start()
  }
}

async function rekorGoesAwayHalfway(lab: Lab, report: Report): Promise<void> {
  const of = urlOf('rekor', 1)
  await withRelay(
    of,
    (_, count) => (count <= 2 ? 'pass' : 'lose'),
    async (relay) => {
      const inputs = { 'timeout-minutes': '0.1' }
      const trial = await runTrial(lab, { rekorVersion: 1, files: 5, instead: { of, url: relay.url }, inputs })
      await checkRefused(report, trial, 'E_REKOR_UNAVAILABLE')
      await checkPublicNamed(report, trial, 2)
    },
  )
}

async function checkSigned(
  lab: Lab,
  report: Report,
  { result, files }: Trial,
  rekorVersion: RekorVersion,
): Promise<void> {
  await check(report, 'the run succeeds', { passed: result.exitCode === 0, detail: failureText(result) })
  if (result.exitCode !== 0) return
  const materials = await Promise.all(files.map((file) => materialOf(lab, rekorVersion, file)))
  await askAll(
    report,
    materials.flatMap((material) => bundleQuestions(material)),
  )
}

async function checkRefused(report: Report, { result, written }: Trial, code: string): Promise<void> {
  const found = result.outputs['error-code'] ?? 'none'
  await check(report, `the run fails with ${code}`, {
    passed: result.exitCode === 1 && found === code,
    detail: failureText(result),
  })
  await check(report, 'no signature file is written', { passed: written.length === 0, detail: written.join(', ') })
  await check(report, 'signed is false', {
    passed: result.outputs['signed'] === 'false',
    detail: result.outputs['signed'] ?? 'none',
  })
}

/** Log entries cannot be undone: the run has to say which ones are public. */
async function checkPublicNamed(report: Report, { result }: Trial, count: number): Promise<void> {
  const text = result.stdout
    .split('\n')
    .filter((line) => /public/i.test(line))
    .join(' | ')
  const indexes = new Set(Array.from(text.matchAll(/\b(?:index |logIndex=)(\d+)/g), ([, index]) => index))
  await check(report, `the log entries that are already public are named (${count})`, {
    passed: indexes.size === count,
    detail: text,
  })
}

async function withRelay(
  target: string,
  decide: Parameters<typeof startRelay>[1],
  body: (relay: Relay) => Promise<void>,
): Promise<void> {
  const relay = await startRelay(target, decide)
  try {
    await body(relay)
  } finally {
    await relay.close()
  }
}

function check(report: Report, name: string, outcome: Outcome): Promise<void> {
  return report.check(name, () => Promise.resolve(outcome))
}
