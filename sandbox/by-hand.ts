/*
 * Owns one step by hand: a built action run in a directory as a runner would, for people who want to see what an input does.
 * Must not judge what it does.
 */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { styleText } from 'node:util'
import { renderSummary } from './demo/render.ts'
import { showStep, title } from './demo/step.ts'
import { identityOf } from './fulcio-extensions.ts'
import type { Sandbox } from './sandbox.ts'

/** Step is an action and its inputs, as they were typed. */
export interface Step {
  readonly action: 'sign' | 'verify'
  readonly inputs: Readonly<Record<string, string>>
}

/** What signing leaves in the directory, and verifying reads when no other trust is named. */
const TRUSTED_ROOT = 'sandbox-trusted-root.json'

/** readStep returns the step that words ask for: the action, then files, and inputs as `name=value`; else undefined. */
export function readStep([action, ...words]: readonly string[]): Step | undefined {
  if ((action !== 'sign' && action !== 'verify') || words.length === 0) return undefined
  const inputs: Record<string, string> = {}
  const files: string[] = []
  for (const word of words) {
    const [, name, value = ''] = /^([a-z-]+)=([^]*)$/.exec(word) ?? []
    if (name === undefined) files.push(word)
    else inputs[name] = value
  }
  if (files.length > 0 && 'files' in inputs) return undefined
  return { action, inputs: files.length === 0 ? inputs : { files: files.join('\n'), ...inputs } }
}

/** runByHand runs a step in a directory, shows its log, its outputs and its summary, and returns its exit code. */
export async function runByHand({ action, inputs }: Step, sandbox: Sandbox, directory: string): Promise<number> {
  const isTrustGiven = ['trusted-root', 'signing-config', 'tuf-url', 'tuf-root'].some((name) => name in inputs)
  const trust = isTrustGiven
    ? {}
    : action === 'sign'
      ? trustToSign(inputs, sandbox, directory)
      : trustToVerify(directory)
  const signer = action === 'sign' || isSignerGiven(inputs) ? {} : { identity: identityOf(sandbox.claims) }
  const tag = action === 'sign' && inputs['release-tag'] !== '' ? inputs['release-tag'] : undefined
  const release = tag === undefined ? undefined : sandbox.releases.add(tag, { isDraft: true })
  if (tag !== undefined) console.log(`# This sandbox has a draft release ${tag} for it, without any asset.`)
  title(`The log of the ${action} step`)
  const result = await showStep(action, sandbox, directory, { ...trust, ...signer, ...inputs })
  title('Its outputs')
  for (const [name, value] of Object.entries(result.outputs)) console.log(`${styleText('bold', name)}: ${value}`)
  if (release !== undefined) {
    title('The assets of the release')
    for (const { name, bytes } of release.assets) console.log(`${name} (${bytes.length} bytes)`)
  }
  if (result.summary !== '') {
    title('Its job summary')
    console.log(renderSummary(result.summary))
  }
  return result.exitCode ?? 1
}

function trustToSign(inputs: Step['inputs'], sandbox: Sandbox, directory: string): Step['inputs'] {
  addTrustedRoot(path.join(directory, TRUSTED_ROOT), sandbox.trustedRootPath)
  const config = inputs['rekor-version'] === '2' ? sandbox.signingConfigRekor2Path : sandbox.signingConfigPath
  return { 'trusted-root': TRUSTED_ROOT, 'signing-config': config }
}

function trustToVerify(directory: string): Step['inputs'] {
  return existsSync(path.join(directory, TRUSTED_ROOT)) ? { 'trusted-root': TRUSTED_ROOT } : {}
}

function isSignerGiven(inputs: Step['inputs']): boolean {
  return ['identity', 'repository', 'workflow', 'signer-workflow', 'ref'].some((name) => name in inputs)
}

/** Every sandbox has new keys; what earlier ones signed in a directory is to verify there as well. */
function addTrustedRoot(file: string, added: string): void {
  if (!existsSync(file)) {
    copyFileSync(added, file)
    return
  }
  const [old, fresh] = [file, added].map((each) => JSON.parse(readFileSync(each, 'utf8')) as Record<string, unknown>)
  const lists = Object.entries(fresh ?? {}).map(([name, value]) => {
    const before = old?.[name]
    return [
      name,
      Array.isArray(value) && Array.isArray(before) ? [...(before as unknown[]), ...(value as unknown[])] : value,
    ]
  })
  writeFileSync(file, JSON.stringify(Object.fromEntries(lists), undefined, 2))
}
