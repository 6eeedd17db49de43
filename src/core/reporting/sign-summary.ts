/*
 * Owns the job summary as Markdown. Must let no text of others act as Markdown or HTML, and stay far below the 1 MiB over
 * which the runner drops a summary.
 */
import { sizeText, timeText } from '../shared/format.ts'
import { MOST_ROWS, markdownCode as code, markdownLink as link, markdownTable, summaryHeading } from './markdown.ts'
import { logIndex } from './subject-text.ts'
import { verifyCommands, type VerifyCommand } from './verify-commands.ts'
import type { SignResult, UploadedArtifact, WrittenSubject } from '../types.ts'

const MOST_BYTES = 900 * 1024

/** signSummary returns the Markdown of a run's job summary; `artifact` where one was uploaded. */
export function signSummary(signing: SignResult, artifact?: UploadedArtifact): string {
  const shown = signing.subjects.slice(0, MOST_ROWS)
  const parts = [
    summaryHeading('Signed', signing.subjects.length, signing.issuer),
    table(signing, shown),
    ...artifactPart(artifact),
    '### Verify\n',
    ...notRead(signing),
  ]
  let bytes = Buffer.byteLength(parts.join('\n'))
  for (const subject of shown) {
    const part = commandsPart(signing, subject)
    bytes += Buffer.byteLength(part) + 1
    if (bytes > MOST_BYTES) break
    parts.push(part)
  }
  return `${parts.join('\n')}\n`
}

function table(signing: SignResult, subjects: readonly WrittenSubject[]): string {
  const rows = subjects.map((subject) => {
    const size = subject.size === undefined ? 'not read, signed by digest' : sizeText(subject.size)
    const time = timeText(subject.verified.signedAt)
    return [code(subject.name), size, code(subject.sha256), code(signing.identity), logLink(signing, subject), time]
  })
  return markdownTable(['File', 'Size', 'SHA-256', 'Signed as', 'Log entry', 'Time'], rows)
}

function logLink(signing: SignResult, subject: WrittenSubject): string {
  const index = logIndex(subject)
  // Only the public log's pages are for people, and only digits of an answer may become part of a link.
  const linked = signing.publicInstance && /^\d+$/.test(index)
  return linked ? link(subject.logUrl, index) : `${code(index)} ${code(subject.logUrl)}`
}

function artifactPart(artifact: UploadedArtifact | undefined): readonly string[] {
  return artifact === undefined ? [] : [`Signature files: artifact ${link(artifact.url, artifact.name)}\n`]
}

function notRead(signing: SignResult): readonly string[] {
  const count = signing.subjects.filter((subject) => subject.path === undefined).length
  if (count === 0) return []
  const which = count === signing.subjects.length ? 'The files were' : `${String(count)} of the files were`
  return [`${which} signed by digest: this job did not read them, it signed the digests that it was given.\n`]
}

function commandsPart(signing: SignResult, subject: WrittenSubject): string {
  const commands = verifyCommands(signing, subject).map(commandPart).join('\n')
  const open = signing.subjects.length === 1 ? ' open' : ''
  return `<details${open}><summary>${code(subject.name)}</summary>\n\n${commands}\n</details>\n`
}

function commandPart({ title, command, note }: VerifyCommand): string {
  const block = command === undefined ? [] : [fenced(command)]
  return [`**${title}**\n`, ...block, ...(note === undefined ? [] : [`${note}\n`])].join('\n')
}

function fenced(command: string): string {
  // A fence ends at a run of backticks at least as long as its own, and a file name may hold any.
  const longest = Math.max(2, ...Array.from(command.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}sh\n${command}\n${fence}\n`
}
