/*
 * Owns how the code is linted and where the walls between its rooms stand: entries -> adapters -> core, one adapter a
 * third-party library. __tests__/project/boundaries.test.ts shows that each wall holds.
 */
import path from 'node:path'
import eslint from '@eslint/js'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Which adapters a library may be imported by; every other third-party import in src/ is refused. */
const homes = {
  '@actions/artifact': ['artifact/artifact-client'],
  // Not by the packages' own doors, which load an HTTP or a storage client, too.
  '../../../node_modules/@actions/artifact/lib/internal': ['artifact/find-artifact'],
  '../../../node_modules/@actions/core/lib': ['runner/toolkit'],
  '@actions/github': ['github/client'],
  '@actions/glob': ['glob'],
  '@octokit/plugin-retry': ['github/client'],
  '@octokit/plugin-throttling': ['github/client'],
  '@sigstore/bundle': ['sigstore/bundle-verifier'],
  '@sigstore/core': [
    'sigstore/bundle-verifier',
    'sigstore/certificate',
    'sigstore/answer-once',
    'sigstore/timestamp-shape',
    'sigstore/timestamp-token',
  ],
  '@sigstore/protobuf-specs': ['sigstore/bundle-verifier', 'sigstore/timestamp-authority', 'sigstore/transparency-log'],
  '@sigstore/sign': ['sigstore/fulcio', 'sigstore/timestamp-authority', 'sigstore/transparency-log'],
  '@sigstore/tuf': ['trust/trust-provider'],
  '@sigstore/verify': ['sigstore/bundle-verifier', 'sigstore/answer-once'],
  'make-fetch-happen': ['sigstore/reach'],
}

/**
 * The rooms of src/core, from the top of the house to its ground, a floor a line. A room may import the rooms on the floors
 * below its own, never one above it or beside it; the map in CONTRIBUTING.md shows the same picture.
 */
export const floors = [
  ['verifying', 'signing'],
  ['identity', 'publishing'],
  ['artifact', 'release'],
  ['reporting', 'hashing', 'services'],
  ['selection', 'commands'],
  ['bundle', 'files', 'inputs'],
  ['shared'],
  ['types'],
]

/** The process belongs to the two adapters below, and `createRequire` would be a door in every wall. */
const builtIns = 'node:(?!process$|module$)'

/** entry is what src/*.ts may import: what it wires. */
const entry = { packages: [], paths: ['\\./(?:core|adapters)/'], says: 'an entry only wires adapters and core' }

/** adapter is what one adapter may import: built-ins, core, other adapters, and its own library; `home` is its folder. */
const adapter = (home, packages) => ({
  packages,
  paths: home === '' ? ['\\./', '\\.\\./core/'] : ['\\./', '\\.\\./(?!\\.\\.)', '\\.\\./\\.\\./core/'],
  says: 'each third-party library is imported by one adapter only (see homes in eslint.config.mjs)',
})

/** story is what the files of src/core itself may import: every room. */
const story = { packages: [], paths: ['\\./'], says: 'a story imports only node: built-ins and the rooms of core' }

/** types is what the door to the types may import. */
const types = { packages: [], paths: ['\\./types/'], says: 'types.ts is a door to core/types and nothing else' }

/** room is what a room of src/core may import: built-ins, the curve library, itself, and the rooms on lower floors. */
const room = (floor) => ({
  packages: ['@noble/curves'],
  paths: ['\\./', ...floors.slice(floor + 1).flatMap((names) => names.map((name) => `\\.\\./${name}[./]`))],
  says: 'a room of core imports node: built-ins, @noble/curves, itself and the rooms below it (see floors in eslint.config.mjs)',
})

/** imports is the rule set that refuses every import, static or dynamic, but the given ones. */
function imports({ packages, paths, says }) {
  const names = packages.map((name) => `${name}(?:/|$)`)
  const others = `^(?!${[builtIns, ...names, ...paths].join('|')})`
  const literal = others.replaceAll('/', '\\/')
  return {
    'no-restricted-imports': ['error', { patterns: [{ regex: others, message: says }] }],
    'no-restricted-syntax': [
      'error',
      { selector: `ImportExpression > Literal[value=/${literal}/]`, message: says },
      { selector: 'ImportExpression > :not(Literal).source', message: 'import() takes a literal, or no wall can hold' },
      { selector: `TSImportType Literal[value=/${literal}/]`, message: says },
      { selector: 'CallExpression[callee.name="require"]', message: 'ES modules only' },
    ],
  }
}

/** Where the process is spoken with: by the runner's adapter for the actions, by the terminal's for the command. */
const surfaces = ['src/adapters/runner/runner.ts', 'src/adapters/terminal/terminal.ts']

/** onlySurfaces is the rule that keeps parts of `process` to them. */
const onlySurfaces = (...properties) => [
  'error',
  ...properties.map((property) => ({
    object: 'process',
    property,
    message: `only ${surfaces.join(' and ')} speak with the process`,
  })),
]

export default defineConfig(
  { ignores: ['dist/', 'dist-*/', 'lib/', 'coverage/', 'node_modules/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', 200],
      eqeqeq: 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'istanbul', 'c8 ignore'] }],
      'no-restricted-globals': ['error', { name: 'require', message: 'ES modules only' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Takes an intersection with a class for an object that only looks like one.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      // Ports are objects of closures, made by a function; nothing here has a `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      'no-console': 'error',
      'no-restricted-properties': onlySurfaces('env', 'exit', 'exitCode'),
    },
  },
  {
    // The exit code is 1 until the very end, so the entry sets it before anything else can fail.
    files: ['src/*.ts'],
    rules: { ...imports(entry), 'no-restricted-properties': onlySurfaces('env', 'exit') },
  },
  { files: ['src/core/*.ts'], rules: imports(story) },
  { files: ['src/core/types.ts'], rules: imports(types) },
  // A room that no floor names has no neighbours.
  { files: ['src/core/*/**/*.ts'], rules: imports(room(floors.length)) },
  ...floors.flatMap((names, floor) =>
    names.map((name) => ({ files: [`src/core/${name}/**/*.ts`], rules: imports(room(floor)) })),
  ),
  { files: ['src/adapters/*.ts'], rules: imports(adapter('', [])) },
  { files: ['src/adapters/*/**/*.ts'], rules: imports(adapter('a room', [])) },
  ...[...new Set(Object.values(homes).flat())].map((name) => ({
    files: [`src/adapters/${name}.ts`],
    rules: imports(
      adapter(
        path.dirname(name).replace('.', ''),
        Object.keys(homes).filter((library) => homes[library].includes(name)),
      ),
    ),
  })),
  { files: surfaces, rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      // What stands in for a service is often done at once.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.object.name=/^(?:describe|it|test)$/][callee.property.name=/^(?:failing|only|skip|todo)$/]',
          message: 'every test runs',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    // A thread's own file, which dist/ holds as it is.
    files: ['src/**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { sourceType: 'commonjs', globals: { performance: 'readonly', require: 'readonly' } },
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-syntax': [
        'error',
        'CallExpression[callee.name="require"] > :not(Literal[value=/^node:/]).arguments',
        'Identifier[name=/^(?:module|exports|createRequire)$/], ImportExpression',
      ],
    },
  },
)
