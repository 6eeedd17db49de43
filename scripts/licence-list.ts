/*
 * Owns what the packages inside dist/ say of their licences, read from node_modules by the licence tool. Must not
 * judge (licences.ts does) or write (build.ts does), and must say the same on every platform.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { init, type InitOpts, type ModuleInfos } from 'license-checker-rseidelsohn'

const scan: (options: InitOpts) => Promise<ModuleInfos> = promisify(init)

/** PackageLicence is one production dependency with the texts that must go with its code. */
export interface PackageLicence {
  /** `name@version`. */
  readonly name: string
  /** SPDX identifier or expression as the package states it; `UNKNOWN` where it states none, `*` at a guessed one. */
  readonly licence: string
  readonly repository: string | undefined
  /** Text of the package's own licence file; undefined where it carries none. */
  readonly licenceText: string | undefined
  readonly noticeText: string | undefined
}

/** Tools whose code gets into dist/: `debug` asks for colours, which the test runner brings, and ncc leaves lines of its own. */
const brought = ['has-flag', 'supports-color', '@vercel/ncc']

/** packageLicences returns every package that the code in dist/ is built from, sorted by name and version. */
export async function packageLicences(root: string): Promise<readonly PackageLicence[]> {
  const names = await Promise.all(brought.map((name) => packageName(path.join(root, 'node_modules', name))))
  const tools = Object.entries(await scan({ start: root })).filter(([name]) => names.includes(name))
  const licences = [...Object.entries(await production(root)), ...tools].map(async ([name, info]) => ({
    name,
    licence: [info.licenses ?? 'UNKNOWN'].flat().join(' OR '),
    repository: info.repository,
    licenceText: await text(isLicenceFile(info.licenseFile) ? info.licenseFile : undefined),
    noticeText: await text(info.noticeFile),
  }))
  return (await Promise.all(licences)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** packageName returns `name@version` of the package in a directory. */
export async function packageName(directory: string): Promise<string> {
  const { name, version } = await manifest(directory)
  return `${name}@${version}`
}

async function production(root: string): Promise<ModuleInfos> {
  const { optionalDependencies = {} } = await manifest(root)
  // The Node packages are tools of the scripts, differ by platform, and no part of them gets into dist/.
  const tools = Object.entries(optionalDependencies).map(([tool, toolVersion]) => `${tool}@${toolVersion}`)
  return scan({ start: root, production: true, excludePackages: [await packageName(root), ...tools].join(';') })
}

/** Where a package has no licence file, the tool offers its README. */
function isLicenceFile(file: string | undefined): boolean {
  return file !== undefined && /^(licen[cs]e|copying)/i.test(path.basename(file))
}

async function text(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  return (await readFile(file, 'utf8')).replaceAll('\r\n', '\n').trim()
}

async function manifest(
  directory: string,
): Promise<{ name: string; version: string; optionalDependencies?: Record<string, string> }> {
  return JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8')) as Awaited<
    ReturnType<typeof manifest>
  >
}
