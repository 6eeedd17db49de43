/*
 * Owns finding, reading, removing and uploading artifacts of this run. Uploads only from a private staging directory, extracts
 * nothing. Must not decide what happens after a failure.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { display } from '../../core/shared/display.ts'
import { isSha256 } from '../../core/shared/encoding.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { askClient, askFinder, loadClient } from './artifact-client.ts'
import { reason, wrongResponse } from './artifact-failure.ts'
import { readZip } from './zip.ts'
import type { ArtifactContent, ArtifactStore, Job, Sha256, StoredContent } from '../../core/types.ts'

/** ArtifactJob is what the store needs to know of the job. */
export type ArtifactJob = Pick<Job, 'repository' | 'runId' | 'serverUrl' | 'temporaryDirectory'>

/** None: for every file, however small, the library's archiver holds on to 16 KiB of the compressor until it is sent. */
const COMPRESSION_LEVEL = 0
/** Bytes of an archive that are hashed at a time. */
const CHUNK = 64 * 1024
/** Bytes of an archive and of what it holds; more than 1024 signed files can need. */
const LARGEST_CONTENT = 64 * 1024 * 1024

/** artifactStore returns the run's artifact service as a port; its calls throw E_UPLOAD_* and E_ENV. */
export function artifactStore(job: ArtifactJob): ArtifactStore {
  const url = (id: number): string =>
    `${job.serverUrl}/${job.repository}/actions/runs/${job.runId}/artifacts/${String(id)}`

  return {
    async find(name, signal) {
      const artifact = await askFinder(name, signal)
      if (artifact === undefined) return undefined
      if (artifact.name !== name) throw wrongResponse(`asked for '${name}', it listed '${artifact.name}'`)
      const digest = artifact.digest?.replace(/^sha256:/, '')
      const { id, size } = artifact
      return { id, name, url: url(id), size, ...(isSha256(digest) ? { digest } : {}) }
    },

    read: (id, signal, look, digest) =>
      inside(job.temporaryDirectory, async (directory) => {
        const expected = digest === undefined ? {} : { expectedHash: `sha256:${digest}` }
        const answer = await askClient(String(id), signal, (client) =>
          client.downloadArtifact(id, { path: directory, skipDecompress: true, ...expected }),
        )
        if (answer === undefined)
          throw digest === undefined ? wrongResponse(`it lists no artifact ${String(id)}`) : notStored(id)
        if (answer.digestMismatch === true) throw otherDigest(id, digest)
        return lookInto(directory, look)
      }),

    async remove(name, signal) {
      await askClient(name, signal, (client) => client.deleteArtifact(name))
    },

    getReady: loadClient,

    upload: (name, contents, retentionDays, signal) =>
      inside(job.temporaryDirectory, async (directory) => {
        const staged = stage(contents, directory)
        const options = {
          compressionLevel: COMPRESSION_LEVEL,
          ...(retentionDays === undefined ? {} : { retentionDays }),
        }
        const uploaded = await askClient(name, signal, (client) =>
          client.uploadArtifact(name, staged, directory, options),
        )
        const { id, digest } = uploaded ?? {}
        if (id === undefined || !isSha256(digest)) throw wrongResponse('the upload ended without an id or a digest')
        return { name, id, url: url(id), digest }
      }),
  }
}

async function inside<T>(parent: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(path.join(parent, 'artifact-')).catch((cause: unknown) => {
    throw unusable(`no directory can be made in RUNNER_TEMP (${reason(cause)})`, cause)
  })
  try {
    return await work(directory)
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 })
  }
}

/**
 * From memory, for at the paths of the files there may be others by now, whatever was found there before; and synchronous, for
 * thousands of files are written so in a tenth of a second, and in one or two where each is waited for.
 */
function stage(contents: readonly ArtifactContent[], directory: string): string[] {
  const staged = contents.map(({ member, text }) => ({ file: path.join(directory, member), text }))
  try {
    for (const parent of new Set(staged.map(({ file }) => path.dirname(file)))) mkdirSync(parent, { recursive: true })
    for (const { file, text } of staged) writeFileSync(file, text(), { flag: 'wx' })
  } catch (cause) {
    throw unusable(`the signature files cannot be written to RUNNER_TEMP (${reason(cause)})`, cause)
  }
  return staged.map(({ file }) => file)
}

async function lookInto<T>(directory: string, look: (content: StoredContent) => T): Promise<T> {
  // The library names the one file that it downloads as the service tells it to.
  const [name] = await readdir(directory)
  if (name === undefined) throw wrongResponse('the download ended without a file')
  const descriptor = openSync(path.join(directory, name), 'r')
  try {
    const { size } = fstatSync(descriptor)
    const read = (at: number, length: number, room?: Buffer): Buffer => {
      const bytes = Math.max(0, Math.min(length, size - at))
      const buffer = room ?? Buffer.allocUnsafe(bytes)
      return buffer.subarray(0, readSync(descriptor, buffer, 0, bytes, at))
    }
    const members = size > LARGEST_CONTENT ? undefined : readZip({ size, read }, LARGEST_CONTENT)
    if (members === undefined) throw wrongResponse('the stored artifact is not a ZIP archive of signature files')
    const digest = (): Sha256 => {
      const hash = createHash('sha256')
      for (let at = 0; at < size; at += CHUNK) hash.update(read(at, CHUNK))
      return hash.digest('hex') as Sha256
    }
    return look({ members, digest })
  } finally {
    closeSync(descriptor)
  }
}

/** The service has answered, and knows of no such artifact: that is no read-back which cannot be had. */
function notStored(id: number): ActionError {
  return new ActionError('E_UPLOAD_VERIFY', `artifact ${String(id)}, whose upload was confirmed, is not there`, {
    fix: 'run the job again; the signature files of this job are right',
  })
}

function otherDigest(id: number, digest: Sha256 | undefined): ActionError {
  return new ActionError('E_UPLOAD_VERIFY', `artifact ${String(id)} was stored with another digest than ${digest}`, {
    fix: 'do not use this artifact; take the signature files from this job, and run it again',
  })
}

function unusable(problem: string, cause: unknown): ActionError {
  return new ActionError('E_UPLOAD_CONTENT', `nothing can be uploaded: ${display(problem)}`, {
    fix: 'free space on the disk of RUNNER_TEMP, and let no other process touch what lies there',
    cause,
  })
}
