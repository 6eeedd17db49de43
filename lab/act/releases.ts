/*
 * Owns the check of the examples that attach to a release: run by act against the sandbox's GitHub API, they leave a published
 * release with the files and their signatures, which strangers accept, and nothing else. gh and GoReleaser are stand-ins.
 */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { askAll } from '../acceptance/ask.ts'
import { materialOf } from '../acceptance/material.ts'
import { acceptanceQuestions } from '../acceptance/questions.ts'
import type { Lab } from '../lab.ts'
import { checkThat, type Report } from '../support/report.ts'
import { writeMakefile } from './stand-ins.ts'
import { runWorkflow, type Workflow } from './workflow-run.ts'

/** ReleaseExample is one workflow of examples/, and what its release holds at the end. */
interface ReleaseExample {
  readonly file: string
  readonly signed: string
  /** Files of the release that are no signatures of `signed`. */
  readonly others: readonly string[]
  /** act knows no tag of a push: it runs what the branch main holds. */
  readonly tag: string
  readonly event?: Workflow['event']
}

const examples: readonly ReleaseExample[] = [
  { file: 'one-step-release.yml', signed: 'image.iso', others: ['image.iso'], tag: 'main' },
  {
    file: 'draft-release.yml',
    signed: 'numbers.tar.gz',
    others: ['numbers.tar.gz', 'numbers.tar.gz.sha256'],
    tag: 'main',
  },
  {
    file: 'published-release.yml',
    signed: 'numbers.tar.gz',
    others: ['numbers.tar.gz'],
    tag: 'v1.2.3',
    event: {
      name: 'release',
      payload: { action: 'published', release: { tag_name: 'v1.2.3' } },
      ref: 'refs/tags/v1.2.3',
    },
  },
  { file: 'goreleaser.yml', signed: 'checksums.txt', others: ['checksums.txt', 'program.tar.gz'], tag: 'main' },
]

/** checkReleases runs the examples. */
export async function checkReleases(lab: Lab, report: Report): Promise<void> {
  for (const example of examples) await checkExample(lab, report.group(example.file), example)
}

async function checkExample(lab: Lab, report: Report, example: ReleaseExample): Promise<void> {
  const sandbox = await startSandbox({ claims: { repository: 'lab/iso', repository_owner: 'lab' } })
  try {
    const { releases, urls } = sandbox
    if (example.event !== undefined) releases.add(example.tag)
    const text = await readFile(path.join(lab.places.project, 'examples', example.file), 'utf8')
    const api = { url: urls.github, token: releases.token }
    const event = example.event === undefined ? {} : { event: example.event }
    const run = await runWorkflow(lab, {
      file: example.file,
      text,
      offersToken: true,
      api,
      prepare: writeMakefile,
      ...event,
    })
    await checkThat(report, 'the run succeeds', run.exitCode === 0, run.log.lines.slice(-8).join(' | '))
    if (run.exitCode !== 0) return
    const [release, ...more] = releases.visible('write')
    const assets = release?.assets ?? []
    const found = [release?.tag, release?.isDraft, more.length].join()
    await checkThat(report, 'one release, published, of the tag', found === `${example.tag},false,0`, found)
    const signatures = ['.sigstore.json', '.pem', '.sig'].map((end) => example.signed + end)
    const names = assets.map(({ name }) => name).toSorted()
    const expected = [...example.others, ...signatures].toSorted()
    await checkThat(report, 'it holds exactly its files', names.join() === expected.join(), names.join(', '))
    const told = run.log.outputs('release-id').join()
    await checkThat(report, 'release-id is its id', told === String(release?.id), told)
    const shown = run.log.lines.find((line) => line.includes('eyJ') || line.includes(releases.token))
    await checkThat(report, 'no token is shown', shown === undefined, 'a line holds a token')
    const directory = await mkdtemp(path.join(lab.places.run, 'release-'))
    for (const { name, bytes } of assets) await writeFile(path.join(directory, name), bytes)
    const material = { ...(await materialOf(lab, 1, path.join(directory, example.signed))), identity: run.identity }
    await askAll(report.group(example.signed), acceptanceQuestions(material))
  } finally {
    await sandbox.close()
  }
}
