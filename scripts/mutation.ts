/*
 * Owns `npm run mutation [-- ROOM …]`: whether the tests of a room of src/core notice when its code is changed, all of it or one
 * file (`ROOM/FILE.ts`). A mutant sees the room's own tests and the properties of what it parses; scenarios run `dist/`, where no
 * mutant is.
 */
import { globSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Stryker } from '@stryker-mutator/core'

const root = path.dirname(import.meta.dirname)

/** Where a mutant could most easily let a bad run pass: these are gone through when no room is named. */
const gates = ['identity', 'bundle', 'services', 'artifact', 'publishing', 'release']

/** Percent of the mutants that must be noticed in each room. */
const LEAST = 85

function roomOf(part: string): string {
  return part.replace(/\/.*$/, '')
}

function testsOf(room: string): readonly string[] {
  const properties = globSync('__tests__/properties/*.test.ts', { cwd: root })
  return [
    ...globSync(`__tests__/core/${room}/**/*.test.ts`, { cwd: root }),
    ...properties.filter((file) => readFileSync(path.join(root, file), 'utf8').includes(`/src/core/${room}/`)),
  ].sort()
}

/** Prints each mutant that nothing noticed, and one line of counts; tells whether enough were noticed. */
async function mutate(part: string): Promise<boolean> {
  const room = roomOf(part)
  const stryker = new Stryker({
    mutate: [part === room ? `src/core/${room}/**/*.ts` : `src/core/${part}`],
    plugins: ['in-process-runner.ts', 'prose.ts'].map((file) => path.join(import.meta.dirname, 'mutation', file)),
    ignorers: ['prose'],
    testRunner: 'in-process',
    roomTests: testsOf(room),
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // Outside the tree, where jest and the linters would find everything twice.
    tempDirName: mkdtempSync(path.join(tmpdir(), 'mutation-')),
    cleanTempDir: 'always',
    ignorePatterns: ['/dist', '/docs', '/demo', '/bench', '/examples'],
    reporters: ['json'],
    jsonReporter: { fileName: `coverage/mutation-${part.replace('/', '-')}.json` },
  })
  const mutants = await stryker.runMutationTest()
  const of = (...statuses: readonly string[]): typeof mutants =>
    mutants.filter(({ status }) => statuses.includes(status))
  const noticed = of('Killed', 'Timeout')
  const left = of('Survived', 'NoCoverage')
  for (const { status, fileName, location, mutatorName, replacement = '' } of left) {
    const at = `${path.relative(root, fileName)}:${String(location.start.line)}`
    console.log(`${at} ${status}, ${mutatorName}: ${replacement}`)
  }
  const score = (100 * noticed.length) / (noticed.length + left.length)
  console.log(`${part}: ${String(noticed.length)} noticed, ${String(left.length)} not: ${score.toFixed(1)} %`)
  return score >= LEAST
}

async function main(parts: readonly string[]): Promise<void> {
  const rooms = globSync('src/core/*/', { cwd: root }).map((directory) => path.basename(directory))
  const unknown = parts.filter((part) => !rooms.includes(roomOf(part)))
  if (unknown.length > 0) throw new Error(`no room '${unknown.join()}': give some of ${rooms.join(', ')}, or none`)
  for (const part of parts.length > 0 ? parts : gates) if (!(await mutate(part))) process.exitCode = 1
}

await main(process.argv.slice(2))
