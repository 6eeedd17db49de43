/*
 * Owns where trusted root and signing config come from: the two given files, or Sigstore's TUF repository through
 * sigstore-js's client, with a cache of this try alone. Must not judge their content.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { initTUF } from '@sigstore/tuf'
import { race } from '../../core/shared/deadline.ts'
import { display } from '../../core/shared/display.ts'
import { ActionError } from '../../core/shared/errors.ts'
import { readJson } from '../../core/shared/json.ts'
import { PUBLIC_TUF } from '../../core/shared/public-instances.ts'
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

/** trustedRootProvider loads the trusted root alone: E_TRUSTED_ROOT for an unreadable file, E_TUF_* from TUF. */
export function trustedRootProvider(source: TrustedRootSource, options: TrustedRootOptions): TrustedRootProvider {
  if (source.kind === 'tuf') return { load: (signal) => race(fromTuf(source, options, trustedRootTarget), signal) }
  const file = path.resolve(options.workspace, source.trustedRoot)
  return { load: () => readJsonFile('trusted-root', file, source.trustedRoot) }
}

/** trustProvider loads from the source: E_TRUSTED_ROOT or E_SIGNING_CONFIG for unreadable files, E_TUF_* from TUF. */
export function trustProvider(source: TrustSource, options: TrustOptions): TrustProvider {
  if (source.kind === 'tuf') {
    const bothTargets = async (target: Target): Promise<TrustMaterial> => ({
      trustedRoot: await trustedRootTarget(target),
      signingConfig: await signingConfigTarget(target, options.rekorVersion),
    })
    return { load: (signal) => race(fromTuf(source, options, bothTargets), signal) }
  }
  const inWorkspace = (name: string): string => path.resolve(options.workspace, name)
  return {
    load: async () => ({
      trustedRoot: await readJsonFile('trusted-root', inWorkspace(source.trustedRoot), source.trustedRoot),
      signingConfig: await readJsonFile('signing-config', inWorkspace(source.signingConfig), source.signingConfig),
    }),
  }
}

async function readJsonFile(input: 'trusted-root' | 'signing-config', file: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown
  } catch (cause) {
    const [code, title] =
      input === 'trusted-root'
        ? (['E_TRUSTED_ROOT', 'trusted root'] as const)
        : (['E_SIGNING_CONFIG', 'signing config'] as const)
    const problem = cause instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    throw new ActionError(
      code,
      ({ subject }) => `${subject(input)}: '${display(name)}' is not a Sigstore ${title}: it ${problem}`,
      {
        fix: ({ directory }) => `give the path of a ${title} file; relative paths start at ${directory}`,
        cause,
      },
    )
  }
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
  const rootPath = root === undefined ? undefined : path.resolve(options.workspace, root)
  if (root !== undefined) await assertRoot(root, rootPath ?? root)
  const cachePath = await mkdtemp(path.join(options.temporaryDirectory, 'keyless-sign-tuf-'))
  try {
    const client = await initTUF({
      mirrorURL: url,
      ...(rootPath === undefined ? {} : { rootPath }),
      cachePath,
      forceInit: true,
      retry: false,
      timeout: options.timeout,
    })
    return await get(async (name) => JSON.parse(await client.getTarget(name)) as unknown)
  } catch (error) {
    throw tufFailure(url, error)
  } finally {
    await rm(cachePath, { recursive: true, force: true })
  }
}

/** A file that is no root would look like a bad answer of the repository, and be asked for again for a minute. */
async function assertRoot(name: string, file: string): Promise<void> {
  const refused = (problem: string, cause?: unknown): ActionError =>
    new ActionError(
      'E_TUF_ROOT',
      ({ subject }) => `${subject('tuf-root')}: '${display(name)}' is no root of a TUF repository: ${problem}`,
      {
        fix: ({ directory }) => `give the path of the repository's root.json; relative paths start at ${directory}`,
        cause,
      },
    )
  let json: unknown
  try {
    json = JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw refused(cause instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read', cause)
  }
  const signed = readJson(json, (at, problem) => refused(`${at} ${problem}`)).field('signed')
  if (signed.field('_type').text() !== 'root') throw refused('it is other metadata')
}

function offersRekorV2(signingConfig: unknown): boolean {
  return /"majorApiVersion":\s*2\b/.test(JSON.stringify((signingConfig as { rekorTlogUrls?: unknown }).rekorTlogUrls))
}
