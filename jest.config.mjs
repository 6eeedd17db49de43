/* Owns how tests are found and transformed; ESM all the way, TypeScript through ts-jest. */

/**
 * Tests by the end of their name: FIFOs, modes and links that only POSIX has, names in bytes that only Linux takes, PowerShell,
 * which only Windows surely has.
 */
const elsewhere = { linux: ['windows'], win32: ['posix', 'linux'] }[process.platform] ?? ['linux', 'windows']
if (elsewhere.length > 0) console.log(`not run on ${process.platform}: *.{${elsewhere.join()}}.test.ts`)

/** The long tables, each in a folder below `scenarios/`, run where a path below it is given: `npm run test:long` gives all. */
const long = process.argv.some((word) => /scenarios[\\/]./.test(word)) ? [] : ['/__tests__/scenarios/.+/']

export default {
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/__tests__/support/setup.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testPathIgnorePatterns: ['/node_modules/', ...long, ...elsewhere.map((kind) => `\\.${kind}\\.test\\.ts$`)],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/'],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.json', diagnostics: false }] },
  testTimeout: 60_000,
  // Tests of dist/ start processes: more of them at a time would only make each other late.
  maxConcurrency: 3,
  // One worker a core: half of every scenario is waiting for its child processes. With more, sockets are reset.
  maxWorkers: '100%',
}
