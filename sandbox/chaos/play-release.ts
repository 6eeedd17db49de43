/*
 * Owns a planned release in a sandbox, what somebody does to it during the run, and what must hold of it afterwards: all of
 * others as it was, and, where the run says that it attached, its very files. Must not choose anything.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Fault } from '../faults.ts'
import { storedName } from '../github/asset-name.ts'
import type { Evidence } from '../oracles/evidence.ts'
import type { Sandbox } from '../sandbox.ts'
import type { PlannedRelease } from './release-plan.ts'

/** PlayedRelease is a release that a run attaches to. */
export interface PlayedRelease {
  readonly inputs: Readonly<Record<string, string>>
  problems(evidence: Evidence): readonly string[]
}

const TAG = 'v9.9.9'

/** playRelease makes the release; `name` and `content` are the first signed file's. */
export function playRelease(
  { releases, faults }: Sandbox,
  plan: PlannedRelease,
  { name, content }: { readonly name: string; readonly content: Buffer },
): PlayedRelease {
  const baseName = path.basename(name)
  const { isDraft, isImmutable, own, held, meanwhile } = plan
  const release = releases.add(TAG, { isDraft, isImmutable, title: 'One', notes: 'by hand' })
  releases.contents = plan.contents
  const theirs: { readonly asset: (typeof release.assets)[number]; readonly name: string }[] = []
  const attach = (file: string, bytes: Uint8Array | string): void => {
    const asset = releases.attach(release, file, bytes)
    theirs.push({ asset, name: asset.name })
  }
  attach('notes.txt', 'of others')
  if (own !== 'none') attach(baseName, own === 'same' && content.length > 0 ? content : 'another file')
  for (const ending of held) attach(baseName + ending, 'of others')
  const change: Fault = {
    kind: 'lie',
    request: (request) => {
      if (meanwhile === 'take a name' && !release.assets.some((each) => each.name === storedName(`${baseName}.pem`))) {
        attach(`${baseName}.pem`, 'of others')
      }
      if (meanwhile.startsWith('publish')) releases.publish(release)
      if (meanwhile === 'publish for ever') release.isImmutable = true
      return request
    },
  }
  if (meanwhile !== 'nothing') faults.script('tsa.timestamp', change)
  return {
    inputs: {
      ...plan.inputs,
      ...(plan.namedBy === 'tag' ? { 'release-tag': TAG } : { 'release-id': String(release.id) }),
      'github-token': releases.token,
    },
    problems: ({ requests, result, workspace }) => {
      const touched = theirs.filter(({ asset, name: was }) => !release.assets.includes(asset) || asset.name !== was)
      const isPublished = release.isDraft !== (isDraft && !meanwhile.startsWith('publish'))
      const isChanged = isPublished && requests.some(({ route }) => route === 'github.updateRelease')
      return [
        ...touched.map((each) => `asset '${each.name}' of others was touched`),
        ...(release.title === 'One' && release.notes === 'by hand' && release.tag === TAG && !isChanged
          ? []
          : ['the release itself was changed']),
        ...attachedProblems(result.outputs, workspace),
      ]
    },
  }

  function attachedProblems(outputs: Readonly<Record<string, string>>, workspace: string): readonly string[] {
    const { signed, results = '[]', 'release-assets': told, 'error-code': code } = outputs
    if (signed !== 'true') return told === undefined ? [] : ['nothing was signed, yet something was attached']
    if (code !== undefined && told === undefined) return []
    if (told === undefined) return ['it ended well, yet attached nothing']
    return (JSON.parse(results) as readonly Readonly<Record<string, string>>[])
      .flatMap(({ bundle = '', signature = '', certificate = '' }) => [bundle, signature, certificate])
      .filter((file) => {
        const written = readFileSync(path.resolve(workspace, file))
        return !release.assets.some(({ bytes, state }) => state === 'uploaded' && bytes.equals(written))
      })
      .map((file) => `it attached, yet '${file}' is not on the release`)
  }
}
