import { expect, it } from '@jest/globals'
import { storedName } from '../../../sandbox/github/asset-name.ts'

it.each([
  ['x.iso.sigstore.json', 'x.iso.sigstore.json'],
  // Seen by people who uploaded them: cli/cli#7024, actions/upload-release-asset#57, softprops/action-gh-release#159, #741.
  ['Symbols.Mixed 64-bit.7z', 'Symbols.Mixed.64-bit.7z'],
  ['app-(15-5)-release.apk', 'app-.15-5.-release.apk'],
  ['tobwen-1.1.0-1~buster_amd64.deb', 'tobwen-1.1.0-1.buster_amd64.deb'],
  ['.config', 'default.config'],
  ['a+b@c_d-e.txt', 'a+b@c_d-e.txt'],
  ['a%%%!!!b.txt', 'a.b.txt'],
  ['a.      b.txt', 'a.b.txt'],
  // travis-ci/dpl#821.
  ['a5_ð_æ_©_ŋ.txt', 'a5_d_ae_._ng.txt'],
  ['Zürich.iso', 'Zurich.iso'],
  ['Zu\u0308rich.iso', 'Zurich.iso'],
  ['Москва.iso', 'default.iso'],
  ['vmlinuz', 'vmlinuz'],
])('stores %s as %s', (name, stored) => {
  expect(storedName(name)).toBe(stored)
  expect(storedName(stored)).toBe(stored)
})
