import { expect, it } from '@jest/globals'
import { planArtifact } from '../../../src/core/artifact/artifact-plan.ts'

const name = (input: string | undefined, ...files: string[]): string => planArtifact(input, files, []).name
const members = (...paths: string[]): readonly string[] => planArtifact('n', [], paths).files.map((file) => file.member)

it.each([
  [['out/x.iso'], 'x.iso.sigstore'],
  [['out/x.iso', 'y.iso', 'z.iso'], 'x.iso-and-2-more.sigstore'],
  [['out/##[set-output name=a]é 🦊.iso'], '___set-output_name_a____.iso.sigstore'],
])('calls the artifact of %j %s', (files, expected) => {
  expect(name(undefined, ...files)).toBe(expected)
})

it('has a second name for a job of a matrix, unless the name was given', () => {
  expect(planArtifact(undefined, ['x.iso'], [], 0)).toMatchObject({
    name: 'x.iso.sigstore',
    matrixName: 'x.iso.0.sigstore',
  })
  expect(planArtifact(undefined, ['x', 'y'], [], 12)).toMatchObject({ matrixName: 'x-and-1-more.12.sigstore' })
  expect(planArtifact(undefined, ['x'.repeat(255)], [], 7).matrixName).toMatch(/^x{239}\.7\.sigstore$/)
  for (const plan of [planArtifact('given', ['x'], [], 1), planArtifact(undefined, ['x'], [])]) {
    expect(plan).not.toHaveProperty('matrixName')
  }
})

it('keeps the suffix of a name that is too long', () => {
  expect(name(undefined, 'x'.repeat(255))).toMatch(/^x{241}\.sigstore$/)
})

it('takes the name that was given', () => {
  expect(name('release signatures (v1)', 'x.iso')).toBe('release signatures (v1)')
})

it.each([
  ['a:b', "contains the character ':'"],
  ['a/b', "contains the character '/'"],
  ['a\nb', 'contains a control character (\\n)'],
  ['..', 'is not a valid artifact name'],
  ['', 'is not a valid artifact name'],
  ['x'.repeat(300), 'is not a valid artifact name'],
])('refuses the name %j', (input, text) => {
  expect(() => name(input)).toThrow(
    expect.objectContaining({ code: 'E_INPUT_ARTIFACT_NAME', message: expect.stringContaining(text) as unknown }),
  )
})

it('puts files of different names side by side', () => {
  expect(members('/w/a/x.sig', '/w/b/y.sig')).toEqual(['x.sig', 'y.sig'])
})

it.each([
  [
    ['/w/a/x.sig', '/w/b/x.sig'],
    ['a/x.sig', 'b/x.sig'],
  ],
  [
    ['/w/a/x.sig', '/w/a/c/x.sig', '/w/a/y.sig'],
    ['x.sig', 'c/x.sig', 'y.sig'],
  ],
  [
    ['/w/a/x.sig', '/z/b/X.sig'],
    ['w/a/x.sig', 'z/b/X.sig'],
  ],
  [
    ['/x.sig', '/a/x.sig'],
    ['x.sig', 'a/x.sig'],
  ],
])('keeps the directories of %j apart', (paths, expected) => {
  expect(members(...paths)).toEqual(expected)
})

it.each(['::set-output name=a::.sig', 'a?.sig', 'a\u0007.sig'])('refuses a file called %j', (file) => {
  expect(() => members(`/w/${file}`)).toThrow(expect.objectContaining({ code: 'E_FILE_NAME' }))
})
