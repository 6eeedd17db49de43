/*
 * Owns where trusted root and signing config come from: the two given files, or Sigstore's TUF repository through
 * sigstore-js's client, with a cache of this try alone. Must not judge their content.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { initTUF } from '@sigstore/tuf'
import { systemReason } from '../../core/files/file-error.ts'
import { race } from '../../core/shared/deadline.ts'
import { display } from '../../core/shared/display.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { readJson } from '../../core/shared/json.ts'
import { PUBLIC_TUF, STAGING_TUF } from '../../core/shared/public-instances.ts'
import type { Wording } from '../../core/shared/wording.ts'
import { type JsonInput, readGivenJson, refusedJson } from './given-json.ts'
import { stagingRootText } from './staging-root.ts'
import { tufFailure } from './tuf-failure.ts'
import type {
  TrustMaterial,
  TrustedRootProvider,
  TrustedRootSource,
  TrustProvider,
  TrustSource,
  TufSource,
} from '../../core/types.ts'

/** TrustedRootOptions are what loading needs beside its source. */
export interface TrustedRootOptions {
  /** Absolute path; relative input paths start here. */
  readonly workspace: string
  /** Absolute path; the cache lives and dies below it. */
  readonly temporaryDirectory: string
  /** Milliseconds for each request to the TUF repository. */
  readonly timeout: number
}

/** TrustOptions are what loading needs where a signing config comes with the trusted root. */
export interface TrustOptions extends TrustedRootOptions {
  readonly rekorVersion: 1 | 2 | undefined
}

/** trustedRootProvider loads the trusted root alone: E_TRUSTED_ROOT or E_FILE_* for an unreadable file, E_TUF_* from TUF. */
export function trustedRootProvider(source: TrustedRootSource, options: TrustedRootOptions): TrustedRootProvider {
  if (source.kind === 'tuf') return { load: (signal) => race(fromTuf(source, options, trustedRootTarget), signal) }
  return { load: () => jsonOf('trusted-root', source.trustedRoot, options) }
}

/** trustProvider loads from the source: E_TRUSTED_ROOT, E_SIGNING_CONFIG or E_FILE_* for unreadable files, E_TUF_* from TUF. */
export function trustProvider(source: TrustSource, options: TrustOptions): TrustProvider {
  if (source.kind === 'tuf') {
    const bothTargets = async (target: Target): Promise<TrustMaterial> => ({
      trustedRoot: await trustedRootTarget(target),
      signingConfig: await signingConfigTarget(target, options.rekorVersion),
    })
    return { load: (signal) => race(fromTuf(source, options, bothTargets), signal) }
  }
  return {
    load: async () => {
      const [trustedRoot, signingConfig] = await Promise.all([
        jsonOf('trusted-root', source.trustedRoot, options),
        jsonOf('signing-config', source.signingConfig, options),
      ])
      return { trustedRoot, signingConfig }
    },
  }
}

async function jsonOf(input: JsonInput, name: string, { workspace }: TrustedRootOptions): Promise<unknown> {
  return (await readGivenJson(input, name, workspace)).json
}

/** Target gives a file of the repository as parsed JSON. */
type Target = (name: string) => Promise<unknown>

function trustedRootTarget(target: Target): Promise<unknown> {
  return target('trusted_root.json')
}

async function signingConfigTarget(target: Target, rekorVersion: 1 | 2 | undefined): Promise<unknown> {
  const signingConfig = await target('signing_config.v0.2.json')
  if (rekorVersion !== 2 || offersRekorV2(signingConfig)) return signingConfig
  // Sigstore's opt-in to Rekor v2 is a second config beside the default one.
  return target('signing_config_rekor_v2.v0.2.json')
}

/**
 * A half-written cache of an earlier run fails for good, and a poisoned one is worse (tuf-js writes it in place):
 * each try starts from the root that came with the action or was given.
 */
async function fromTuf<T>(
  { url = PUBLIC_TUF, root }: TufSource,
  options: TrustedRootOptions,
  get: (target: Target) => Promise<T>,
): Promise<T> {
  const pinned = url.replace(/\/+$/, '') === STAGING_TUF ? stagingRootText : undefined
  const rootText = root === undefined ? pinned : await readRoot(root, options.workspace)
  const directory = await makeDirectory(options.temporaryDirectory)
  try {
    const rootPath = path.join(directory, 'root.json')
    if (rootText !== undefined) await writeFile(rootPath, rootText)
    const client = await initTUF({
      mirrorURL: url,
      ...(rootText === undefined ? {} : { rootPath }),
      cachePath: path.join(directory, 'cache'),
      forceInit: true,
      retry: false,
      timeout: options.timeout,
    })
    return await get(async (name) => JSON.parse(await client.getTarget(name)) as unknown)
  } catch (error) {
    throw tufFailure(url, error)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** A file that is no root would look like a bad answer of the repository, and be asked for again for a minute. */
async function readRoot(name: string, workspace: string): Promise<string> {
  const { text, json } = await readGivenJson('tuf-root', name, workspace)
  const signed = readJson(json, (at, problem) => refusedJson('tuf-root', name, `${at} ${problem}`)).field('signed')
  if (signed.field('_type').text() !== 'root') throw refusedJson('tuf-root', name, 'it is other metadata')
  return text
}

async function makeDirectory(parent: string): Promise<string> {
  try {
    return await mkdtemp(path.join(parent, 'keyless-sign-tuf-'))
  } catch (cause) {
    const place = ({ either }: Wording): string => either('RUNNER_TEMP', `'${display(parent)}'`)
    throw new ActionError('E_ENV', (say) => `No directory can be made in ${place(say)}: ${systemReason(cause)}`, {
      fix: (say) => `free space on the disk of ${place(say)}, and let no other process remove it`,
      cause,
    })
  }
}

function offersRekorV2(signingConfig: unknown): boolean {
  return /"majorApiVersion":\s*2\b/.test(JSON.stringify((signingConfig as { rekorTlogUrls?: unknown }).rekorTlogUrls))
}
