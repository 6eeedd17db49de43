/*
 * Owns which signature files belong to which subject, and their reading: the bundle, and `.sig` and `.pem` where they
 * are to be compared with it. Must not judge what the bundle says.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseBundle } from '../bundle/bundle.ts'
import { aboutFile } from '../files/file-error.ts'
import { shownPath } from '../files/names.ts'
import { fileOfSignature, signatureSuffixes } from '../files/signature-names.ts'
import { nearestFiles } from '../selection/nearest-files.ts'
import type { Place } from '../selection/select-subjects.ts'
import { readSmallFile } from '../files/small-file.ts'
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { assertSameCertificate, assertSameSignature } from './detached-files.ts'
import { onlineCommand } from './online-command.ts'
import type { Bundle, VerifyInputs } from '../types.ts'

/** Material is a subject's bundle and where it was found: an absolute path. */
export interface Material {
  readonly bundle: Bundle
  readonly bundlePath: string
}

/** MaterialInputs are the inputs that name signature files, and whom a printed command is to expect. */
type MaterialInputs = Pick<VerifyInputs, 'bundles' | 'signatures' | 'certificates' | 'signer'>
/** What others put behind a file's name for its bundle. */
const OTHER_SUFFIXES = ['.bundle', '.sigstore', '.cosign.bundle', '.sigstore.bundle']

/** Bytes of the largest bundle that we read; a real one has ten thousand. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * readMaterials returns the bundle of every place, in their order. Throws E_INPUT when there are not as many paths as
 * files, E_BUNDLE_NOT_FOUND, E_BUNDLE_MALFORMED, E_BUNDLE_KIND, E_SIGNATURE_FILE, E_CERTIFICATE_FILE, E_FILE_*.
 */
export async function readMaterials(
  places: readonly Place[],
  inputs: MaterialInputs,
  workspace: string,
): Promise<readonly Material[]> {
  const bundles = onePerFile('bundle', inputs.bundles, places)
  const signatures = onePerFile('signature', inputs.signatures, places)
  const certificates = onePerFile('certificate', inputs.certificates, places)
  const materials: Material[] = []
  for (const [index, place] of places.entries()) {
    const bundlePath = path.resolve(workspace, bundles[index] ?? place.path + signatureSuffixes.bundle)
    const detached = { signature: signatures[index], certificate: certificates[index] }
    const missing = (): Promise<ActionError> => bundleMissing(place, bundlePath, detached, inputs, workspace)
    const bundle = await readBundle(place, bundlePath, workspace, missing)
    await compare(detached.signature, workspace, (text) => assertSameSignature(text, bundle))
    await compare(detached.certificate, workspace, (text) => assertSameCertificate(text, bundle))
    materials.push({ bundle, bundlePath })
  }
  return materials
}

function onePerFile(input: string, lines: readonly string[], places: readonly Place[]): readonly string[] {
  if (lines.length === 0 || lines.length === places.length) return lines
  const counts = `${String(lines.length)} paths for ${String(places.length)} files`
  throw new ActionError('E_INPUT', (say) => `${say.subject(input)} has ${counts}`, {
    fix: (say) => `give one for each file, in the order of the files, or leave ${say.input(input)} out`,
  })
}

async function readBundle(
  place: Place,
  bundlePath: string,
  workspace: string,
  missing: () => Promise<ActionError>,
): Promise<Bundle> {
  const name = shownPath(workspace, bundlePath)
  let text: string | undefined
  try {
    text = await readSmallFile(bundlePath, name, MOST_BYTES)
  } catch (error) {
    throw error instanceof ActionError && error.code === 'E_FILE_NOT_FOUND' ? await missing() : error
  }
  return aboutFile(name, () => {
    if (text !== undefined) return parseBundle(text)
    throw new ActionError('E_BUNDLE_MALFORMED', 'is too large for a bundle', {
      fix: `give the bundle of '${display(place.name)}', a JSON file of some ten thousand bytes`,
    })
  })
}

async function compare(line: string | undefined, workspace: string, assertSame: (text: string) => void): Promise<void> {
  if (line === undefined) return
  const text = await readSmallFile(path.resolve(workspace, line), line, MOST_BYTES)
  aboutFile(line, () => {
    assertSame(text ?? '')
  })
}

/** `.sig` and `.pem` say nothing of when they were made: only the log can tell, and only online. */
async function bundleMissing(
  place: Place,
  bundlePath: string,
  detached: { readonly signature: string | undefined; readonly certificate: string | undefined },
  { signer }: Pick<VerifyInputs, 'signer'>,
  workspace: string,
): Promise<ActionError> {
  const bundleName = shownPath(workspace, bundlePath)
  const message = `'${display(place.name)}' has no bundle: there is no '${display(bundleName)}'`
  const { signature, certificate } = detached
  if (signature === undefined && certificate === undefined) {
    const other = OTHER_SUFFIXES.map((suffix) => place.path + suffix).find((file) => existsSync(file))
    if (other !== undefined) {
      const name = shownPath(workspace, other)
      return new ActionError('E_BUNDLE_NOT_FOUND', `${message}, but a '${display(name)}'`, {
        fix: ({ settings }) => `if that is the bundle, ${settings([['bundle', name]])}`,
      })
    }
    const meant = await nearestFiles(bundleName, workspace, (name) => isSpareBundle(place, bundlePath, name))
    const download = 'download the bundle (`.sigstore.json`) together with the file'
    return new ActionError('E_BUNDLE_NOT_FOUND', message, {
      fix: ({ input }) =>
        meant === ''
          ? `${download}, or name it with ${input('bundle')}`
          : `${meant}Then name it with ${input('bundle')}; else ${download}`,
    })
  }
  const command = onlineCommand(place.name, detached, signer)
  return new ActionError(
    'E_BUNDLE_NOT_FOUND',
    `${message}; a signature and a certificate alone prove nothing offline`,
    {
      fix: `get the bundle, too; or, with the network, verify them with\n${command}`,
    },
  )
}

/** Whether a name beside the bundle that is not there is one of a bundle, and of no other file that lies there. */
function isSpareBundle(place: Place, bundlePath: string, name: string): boolean {
  const file = path.join(path.dirname(bundlePath), name)
  const signed = fileOfSignature(file)
  const isOthers = signed !== undefined && existsSync(signed)
  return /sigstore|bundle|json/i.test(name) && file !== place.path && !isOthers
}
