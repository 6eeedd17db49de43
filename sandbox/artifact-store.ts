/*
 * Owns the artifacts of one workflow run: names are unique in the run, whatever the attempt; blobs are written under
 * signed addresses. Shared by the artifact service and the blob store; must not speak HTTP.
 */
import { createHash, randomBytes } from 'node:crypto'
import { unzip, zip } from './zip.ts'
import type { Members } from './zip.ts'

/** SandboxArtifact is one artifact of the run. */
export interface SandboxArtifact {
  readonly id: number
  readonly name: string
  /** The secret of its signed addresses. */
  readonly signature: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  /** ISO 8601, where the client asked for one. */
  readonly expiresAt: string | undefined
  /** Staged blocks by block id, until their list is committed. */
  readonly blocks: Map<string, Buffer>
  /** The uploaded archive. */
  blob: Buffer | undefined
  /** An artifact shows up in lists from here on. */
  isFinalized: boolean
}

/** ArtifactStore holds a run's artifacts. */
export class ArtifactStore {
  readonly #artifacts = new Map<string, SandboxArtifact>()
  readonly #signatures: string[] = []
  #nextId = 7001

  /** The secrets of all signed addresses ever given out. */
  get signatures(): readonly string[] {
    return this.#signatures
  }

  /** create adds an artifact without content; undefined where the name is taken. */
  create(name: string, expiresAt?: string): SandboxArtifact | undefined {
    if (this.#artifacts.has(name)) return undefined
    const artifact: SandboxArtifact = {
      id: this.#nextId++,
      name,
      signature: randomBytes(32).toString('base64'),
      createdAt: Date.now(),
      expiresAt,
      blocks: new Map(),
      blob: undefined,
      isFinalized: false,
    }
    this.#artifacts.set(name, artifact)
    this.#signatures.push(artifact.signature)
    return artifact
  }

  /** get returns the artifact with a name, finalized or not. */
  get(name: string): SandboxArtifact | undefined {
    return this.#artifacts.get(name)
  }

  /** withId returns the artifact with an id, finalized or not. */
  withId(id: number): SandboxArtifact | undefined {
    return [...this.#artifacts.values()].find((artifact) => artifact.id === id)
  }

  /** list returns all finalized artifacts, oldest first. */
  list(): readonly SandboxArtifact[] {
    return [...this.#artifacts.values()].filter((artifact) => artifact.isFinalized)
  }

  /** remove forgets an artifact, so that its name is free again. */
  remove(name: string): SandboxArtifact | undefined {
    const artifact = this.#artifacts.get(name)
    this.#artifacts.delete(name)
    return artifact
  }

  /** add plants a finalized artifact, as another job or an earlier attempt would have left it. */
  add(name: string, members: Members): SandboxArtifact {
    const artifact = this.create(name)
    if (artifact === undefined) throw new Error(`the run already has an artifact '${name}'`)
    artifact.blob = zip(members)
    artifact.isFinalized = true
    return artifact
  }

  /** members returns the files inside an artifact; throws where there is none with that name, or none uploaded. */
  members(name: string): Members {
    const blob = this.get(name)?.blob
    if (blob === undefined) throw new Error(`the run has no uploaded artifact '${name}'`)
    return unzip(blob)
  }
}

/** digestOf returns a blob's digest as the service writes it: `sha256:` and hex. */
export function digestOf(blob: Buffer): string {
  return `sha256:${createHash('sha256').update(blob).digest('hex')}`
}
