/*
 * Owns the outages that last: the product gives up within its budget, writes nothing, and says what nobody can take back.
 * What is public is looked up in the real logs afterwards.
 */
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { digestOf } from '../acceptance/material.ts'
import type { Lab } from '../lab.ts'
import type { RekorVersion } from '../servers/trust-material.ts'
import { checkThat, type Outcome, type Report } from '../support/report.ts'
import { checkRefused, messages } from './checks.ts'
import { afterFirst, loseFirstReply } from '../support/conducts.ts'
import { certificateCount, loggedIndexes } from './public-record.ts'
import { type Aftermath, type Outage, signThrough } from './sign-through.ts'

const minutes = 0.06
const rekorVersions: readonly RekorVersion[] = [1, 2]

/** checkLasting runs each outage with both Rekor versions side by side. */
export async function checkLasting(lab: Lab, report: Report): Promise<void> {
  const { tsa, fulcio, rekor1, rekor2 } = lab.services
  const rekors = { 1: rekor1, 2: rekor2 }
  const stopRekor = (version: RekorVersion) => () => rekors[version].stop()
  const withBoth = async (outage: (version: RekorVersion) => Omit<Outage, 'rekorVersion' | 'minutes'>) => {
    const runs = rekorVersions.map((rekorVersion) =>
      signThrough(lab, { rekorVersion, minutes, ...outage(rekorVersion) }),
    )
    const aftermaths = await Promise.all(runs)
    await Promise.all([tsa, fulcio, rekor1, rekor2].map((service) => service.start()))
    return aftermaths
  }

  const before = await certificateCount()
  await tsa.stop()
  for (const aftermath of await withBoth(() => ({}))) {
    const group = titled(report, aftermath, 'the timestamp authority is down')
    await checkRefused(group, aftermath, 'E_UNREACHABLE')
    await checkNothingPublic(group, aftermath, before)
  }

  for (const aftermath of await withBoth((version) => ({ conducts: { fulcio: afterFirst(stopRekor(version)) } }))) {
    const group = titled(report, aftermath, 'Rekor goes away after the certificate was issued')
    await checkRefused(group, aftermath, 'E_REKOR_UNAVAILABLE')
    await checkCertificateIsTold(group, aftermath, before)
  }

  for (const aftermath of await withBoth((version) => ({
    count: 3,
    conducts: { rekor: afterFirst(stopRekor(version)) },
  }))) {
    const group = titled(report, aftermath, 'Rekor goes away after the first of three entries')
    await checkRefused(group, aftermath, 'E_REKOR_UNAVAILABLE')
    await checkListed(group, aftermath)
  }

  for (const aftermath of await withBoth((version) => ({ conducts: { rekor: loseFirstReply(stopRekor(version)) } }))) {
    const group = titled(report, aftermath, 'a reply is lost, then Rekor goes away')
    await checkRefused(group, aftermath, 'E_REKOR_UNAVAILABLE')
    await checkSuspected(group, aftermath)
  }
}

function titled(report: Report, { rekorVersion }: Aftermath, title: string): Report {
  return report.group(`Rekor v${rekorVersion}`).group(title)
}

/** Whoever cannot be reached is found before anything is asked for. */
async function checkNothingPublic(report: Report, aftermath: Aftermath, before: number): Promise<void> {
  const [entries, certificates] = [await entriesOf(aftermath), await certificateCount()]
  const nothing = entries.length === 0 && certificates === before && messages(aftermath, 'warning').length === 0
  await checkThat(report, 'neither an entry nor a certificate is public', nothing, entries.join(', '))
}

/** The one warning lists exactly the entries that the real log has, by their index there. */
async function checkListed(report: Report, aftermath: Aftermath): Promise<void> {
  await report.check('the entry in the log is listed with its index, and no other', async () => {
    const [warning = '', ...others] = messages(aftermath, 'warning')
    const listed = Array.from(
      warning.matchAll(/(image-\d\.iso) \(log index (\d+)/g),
      ([, name, index]) => `${name} ${index}`,
    )
    const logged = await entriesOf(aftermath)
    const passed = logged.length === 1 && listed.join() === logged.join() && others.length === 0
    return { passed, detail: `the log has ${logged.join(', ')}; the warning: ${warning}` }
  })
}

/** The product cannot know of that entry; it has to say that there may be one. */
async function checkSuspected(report: Report, aftermath: Aftermath): Promise<void> {
  await report.check('the entry that the log took unheard is said to be possible', async () => {
    const [warning = '', ...others] = messages(aftermath, 'warning')
    const logged = await entriesOf(aftermath)
    const says = warning.includes('may be public: image-1.iso (') && !warning.includes('log index')
    return { passed: logged.length === 1 && says && others.length === 0, detail: `${logged.join(', ')}: ${warning}` }
  })
}

async function entriesOf({ lab, rekorVersion, files }: Aftermath): Promise<string[]> {
  const entries: string[] = []
  for (const file of files) {
    const indexes = await loggedIndexes(lab, rekorVersion, await digestOf(file))
    entries.push(...indexes.map((index) => `${path.basename(file)} ${index}`))
  }
  return entries
}

async function checkCertificateIsTold(report: Report, aftermath: Aftermath, before: number): Promise<void> {
  await report.check('the CT log has the certificates', () => grown(before + rekorVersions.length))
  const { stdout } = aftermath.result
  const told =
    stdout.includes('certificate transparency log') && !/nothing (is|was|became|has become) public/i.test(stdout)
  await checkThat(report, 'the log of the run says so', told, 'it does not')
  const listed = await entriesOf(aftermath)
  const claimed = messages(aftermath, 'warning').some((text) => text.includes('log index'))
  await checkThat(report, 'no entry is listed where there is none', listed.length === 0 && !claimed, listed.join(', '))
}

/** The CT log promises to integrate within a day; the lab's sequencer takes a tenth of a second. */
async function grown(expected: number): Promise<Outcome> {
  for (let tries = 1; ; tries++) {
    const count = await certificateCount()
    if (count >= expected || tries === 20) return { passed: count >= expected, detail: `${count}, not ${expected}` }
    await wait(100)
  }
}
