/*
 * Owns what is wrong in the scenes of both verifiers, by the name of the file: what the action refuses, the command refuses, too.
 */
import { pem } from '../../../sandbox/certificate.ts'
import { newForge, type ForgeOptions } from '../../../sandbox/forge.ts'
import type { JsonObject } from '../../../sandbox/forged-entry.ts'

const HOUR = 60 * 60 * 1000

/** Scene is a directory that files are written to. */
interface Scene {
  write(name: string, text: string): void
}

/** forged is what a forge makes wrong. */
export const forged: Readonly<Record<string, ForgeOptions>> = {
  'signature.iso': { signed: 'something else' },
  'key.iso': { key: 'rsa' },
  'usage.iso': { certificate: { codeSigning: false } },
  'sct.iso': { certificate: { timestamp: 'none' } },
  'time.iso': { clock: { tsa: HOUR } },
  'date.iso': { rekorVersion: 2, timestamp: false },
  'caller.iso': { claims: { repository: 'evil/iso' } },
}

/**
 * writeSpoiled writes copies of the good bundle with one thing changed each, files of other content, and what a stranger
 * signed; returns the trusted root of the stranger.
 */
export async function writeSpoiled(scene: Scene, bundle: string): Promise<JsonObject> {
  const spoil = (name: string, change: (text: string) => string): void => {
    scene.write(name, change(bundle))
  }
  scene.write('flipped.iso', 'x.isp')
  scene.write('flipped.iso.sigstore.json', bundle)
  scene.write('alone.iso', 'alone')
  scene.write('empty.iso', '')
  scene.write('wrong.sums', `${'0'.repeat(64)}  x.iso\n`)
  scene.write('other.sig', Buffer.from('another signature').toString('base64'))
  scene.write('not-root.json', '{}')
  const stranger = await newForge()
  const other = await stranger.bundle({ content: 'x.iso', timestamp: false })
  const material = other['verificationMaterial'] as { certificate: { rawBytes: string } }
  scene.write('other.pem', pem(Buffer.from(material.certificate.rawBytes, 'base64')))
  scene.write('stranger.json', JSON.stringify(other))
  spoil('malformed.json', (text) => text.slice(1))
  spoil('kind.json', (text) => text.replace('{', '{"dsseEnvelope":{},'))
  spoil('mismatch.json', (text) => text.replace('"kind":"hashedrekord"', '"kind":"intoto"'))
  spoil('set.json', (text) => text.replace(/(?<="integratedTime":")\d+/, (seconds) => String(Number(seconds) + 1)))
  spoil('proof.json', (text) => text.replace(/"hashes":\[[^\]]*\]/, '"hashes":[]'))
  spoil('checkpoint.json', (text) => text.replace('"envelope":"', '"envelope":"x'))
  spoil('log.json', (text) =>
    text.replace(/"keyId":"./, (start) => start.slice(0, -1) + (start.endsWith('A') ? 'B' : 'A')),
  )
  spoil('timestamp.json', (text) => text.replace(/"signedTimestamp":"[^"]*"/, '"signedTimestamp":"AAAA"'))
  return stranger.trustedRoot
}
