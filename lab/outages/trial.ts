/*
 * Owns one run of the product while something goes wrong: a workspace with files, a signing config that leads one service
 * through a relay, and what the run wrote. Judges nothing.
 */
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ActionResult } from '../../test/support/run-action.ts'
import type { Lab } from '../lab.ts'
import { labInputs, runStep } from '../product.ts'
import { type RekorVersion, serviceUrls } from '../servers/trust-material.ts'

/** TrialOptions are what differs from a plain run. */
export interface TrialOptions {
  readonly rekorVersion: RekorVersion
  /** The URL that stands in the signing config in place of a service's own. */
  readonly instead?: { readonly of: string; readonly url: string }
  readonly files?: number
  readonly inputs?: Readonly<Record<string, string>>
}

/** Trial is a run and what it left. */
export interface Trial {
  readonly result: ActionResult
  /** Absolute paths of the files that were to be signed. */
  readonly files: readonly string[]
  /** Names of everything else in the workspace afterwards. */
  readonly written: readonly string[]
}

/** runTrial runs the product once. */
export async function runTrial(
  lab: Lab,
  { rekorVersion, instead, files = 1, inputs = {} }: TrialOptions,
): Promise<Trial> {
  const workspace = await mkdtemp(path.join(lab.places.run, 'workspace-'))
  const names = Array.from({ length: files }, (_, index) => `image-${index + 1}.iso`)
  for (const name of names) await writeFile(path.join(workspace, name), `content of ${name} in ${workspace}\n`)
  const given = labInputs(lab, rekorVersion)
  if (instead) {
    const config = await readFile(lab.trust.signingConfig[rekorVersion], 'utf8')
    const file = path.join(await mkdtemp(path.join(lab.places.run, 'config-')), 'signing_config.json')
    await writeFile(file, config.replaceAll(instead.of, instead.url))
    given['signing-config'] = file
  }
  const result = await runStep(lab, { action: 'sign', workspace, with: { ...given, files: '*.iso', ...inputs } })
  const written = (await readdir(workspace)).filter((name) => !names.includes(name))
  return { result, files: names.map((name) => path.join(workspace, name)), written }
}

/** urlOf returns the URL that a signing config has for a service. */
export function urlOf(service: 'fulcio' | 'rekor' | 'timestampAuthority', rekorVersion: RekorVersion): string {
  return service === 'rekor' ? serviceUrls.rekor[rekorVersion] : serviceUrls[service]
}
