/*
 * Owns the outages that pass: the product rides them out and signs. The letters are the rows of the fault matrix.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Lab } from '../lab.ts'
import { withCheckpointInterval } from '../servers/rekor.ts'
import { checkThat, type Report } from '../support/report.ts'
import type { Service } from '../support/service.ts'
import { checkRequests, checkSigned } from './checks.ts'
import { beforeFirst, delay, loseFirstReply, pushBack } from '../support/conducts.ts'
import { loggedIndexes } from './public-record.ts'
import type { Conduct, Passage } from '../support/relay.ts'
import type { Relayed } from '../support/signing-relays.ts'
import { type Aftermath, type Outage, signThrough } from './sign-through.ts'
import { digestOf } from '../acceptance/material.ts'

/** Passing is one outage of a Rekor with the requests that have to be seen there. */
interface Passing {
  readonly title: string
  readonly rekorVersion: Outage['rekorVersion']
  readonly rekor: Conduct
  readonly requests: readonly string[]
  readonly further?: (report: Report, aftermath: Aftermath) => Promise<void>
}

const longAnswer = 12_000

const passing: readonly Passing[] = [
  {
    title: 'Rekor v1, a lost reply (R1)',
    rekorVersion: 1,
    rekor: loseFirstReply(),
    requests: ['POST 201 lost', 'POST 409', 'GET 200'],
    further: (report, aftermath) => checkEntries(report, aftermath, 1),
  },
  {
    title: 'Rekor v2, a lost reply (Q2)',
    rekorVersion: 2,
    rekor: loseFirstReply(),
    requests: ['POST 201 lost', 'POST 409', 'POST 201'],
    further: checkSignedAgain,
  },
  {
    title: 'Rekor v2, pushback twice (Q1)',
    rekorVersion: 2,
    rekor: pushBack(2),
    requests: ['POST 503', 'POST 503', 'POST 201'],
    further: checkRetriesAreLogged,
  },
  {
    title: 'Rekor v1, an answer after 12 s (R8)',
    rekorVersion: 1,
    rekor: delay(longAnswer),
    requests: ['POST 201'],
  },
  {
    title: 'Rekor v2, an answer after 12 s (Q3)',
    rekorVersion: 2,
    rekor: delay(longAnswer),
    requests: ['POST 201'],
  },
]

/** checkPassing runs the outages of the logs side by side, and then the others one after the other. */
export async function checkPassing(lab: Lab, report: Report): Promise<void> {
  const runs = passing.map(async ({ rekorVersion, rekor }) => signThrough(lab, { rekorVersion, conducts: { rekor } }))
  const aftermaths = await Promise.all(runs)
  for (const [index, { title, requests, further }] of passing.entries()) {
    const aftermath = aftermaths[index]
    if (!aftermath) continue
    const group = report.group(title)
    await checkSigned(group, aftermath)
    await checkRequests(group, 'requests', aftermath.passages.rekor, requests)
    await further?.(group, aftermath)
  }
  await checkRestart(lab, report.group('Fulcio restarts in mid-run'), 'fulcio', lab.services.fulcio)
  await checkRestart(
    lab,
    report.group('the timestamp authority restarts in mid-run'),
    'timestampAuthority',
    lab.services.tsa,
  )
  await checkSlowCheckpoints(lab, report.group('Rekor v2 with a checkpoint every 8 s'))
}

async function checkSignedAgain(report: Report, aftermath: Aftermath): Promise<void> {
  const [first, second, third] = aftermath.passages.rekor.map(contentOf)
  if (!first || !second || !third) return
  const same = first.digest === third.digest && first.certificate === third.certificate
  const again = first.signature === second.signature && first.signature !== third.signature
  await checkThat(report, 'the third request is another signature of the same file', same && again, 'it is not')
  await checkEntries(report, aftermath, 2)
  const says = /image-1\.iso.* stays public; signing .* once more/.test(aftermath.result.stdout)
  await checkThat(report, 'the log says that the first entry stays public', says, 'it does not')
}

/** What an entry asks for, of the body of a request to Rekor v2 (rekor-tiles, api/proto/rekor/v2). */
function contentOf({ body }: Passage): Record<'digest' | 'signature' | 'certificate', string | undefined> {
  const value = (name: string) => new RegExp(`"${name}":"([^"]+)"`).exec(body)?.[1]
  return { digest: value('digest'), signature: value('content'), certificate: value('rawBytes') }
}

async function checkEntries(report: Report, { lab, rekorVersion, files }: Aftermath, count: number): Promise<void> {
  await report.check(`the log has ${count === 1 ? 'one entry' : `${count} entries`} of the file`, async () => {
    const found = await loggedIndexes(lab, rekorVersion, await digestOf(files[0] ?? ''))
    return { passed: found.length === count, detail: `at ${found.join(', ')}` }
  })
}

function checkRetriesAreLogged(report: Report, { result }: Aftermath): Promise<void> {
  const lines =
    result.stdout.match(/^Trying again in \d+\.\d s, after try \d+: Rekor: POST \S+ answered \(503\) /gm) ?? []
  return checkThat(report, 'each try is one line in the log', lines.length === 2, lines.join(' | '))
}

async function checkRestart(lab: Lab, report: Report, relayed: Relayed, service: Service): Promise<void> {
  let started = Promise.resolve()
  const restart = beforeFirst(async () => {
    await service.stop()
    started = wait(2_000).then(() => service.start())
  })
  const aftermath = await signThrough(lab, { rekorVersion: 1, count: 3, conducts: { [relayed]: restart } })
  await started
  await checkSigned(report, aftermath)
  const { fulcio, rekor, timestampAuthority } = aftermath.passages
  const cut = aftermath.passages[relayed].filter(({ received }) => received === 0)
  await checkThat(report, 'it was asked in vain, and asked again', cut.length > 0, 'no request was cut')
  const counts = [aftermath.tokens, ...[fulcio, rekor, timestampAuthority].map((all) => all.filter(isAnswered).length)]
  const detail = counts.join(', ')
  await checkThat(
    report,
    'one token, one certificate, and an entry and a timestamp a file',
    detail === '1, 1, 3, 3',
    detail,
  )
}

function isAnswered({ received }: Passage): boolean {
  return received === 200 || received === 201
}

// Eight files go side by side. The ninth comes just after a checkpoint, and so waits for a whole interval.
async function checkSlowCheckpoints(lab: Lab, report: Report): Promise<void> {
  const { rekor2 } = lab.services
  await rekor2.stop()
  await rekor2.start(withCheckpointInterval('8s'))
  const aftermath = await signThrough(lab, { rekorVersion: 2, count: 9 })
  await rekor2.stop()
  await rekor2.start()
  const { rekor } = aftermath.passages
  await checkSigned(report, aftermath)
  await checkRequests(
    report,
    'requests',
    rekor,
    Array.from({ length: 9 }, () => 'POST 201'),
  )
  const slowest = Math.max(...rekor.map(({ milliseconds }) => milliseconds))
  // The engine's own limit for one request, which the product has to raise.
  await checkThat(report, 'an answer took more than 5 s', slowest > 5_000, `${slowest.toFixed(0)} ms`)
}
