/*
 * Owns the command for people: starts a sandbox, says how to use it, and removes it at the end; or runs one step, or with
 * `--run COMMAND...` one command in the job's environment. The only file here that reads the process's arguments.
 */
import { spawn } from 'node:child_process'
import { readStep, runByHand } from './by-hand.ts'
import { startSandbox } from './sandbox.ts'
import type { Sandbox } from './sandbox.ts'

const USAGE = `usage: npm run sandbox
       npm run sandbox -- sign FILE... [INPUT=VALUE...]
       npm run sandbox -- verify FILE... [INPUT=VALUE...]
       npm run sandbox -- --run COMMAND ARGUMENT...`

const words = process.argv.slice(2)
const [flag, ...command] = words
const step = readStep(words)
if (flag === '--help' || flag === '-h') {
  console.log(USAGE)
  process.exit(0)
}
if (flag !== undefined && step === undefined && (flag !== '--run' || command.length === 0)) {
  console.error(USAGE)
  process.exit(2)
}

// A step by hand is to verify without a word about its issuer, as it does on GitHub.
const origins = step === undefined ? {} : { oidc: 'https://token.actions.githubusercontent.com' }
const sandbox = await startSandbox({ origins })
const variables = {
  ...sandbox.environment,
  SANDBOX_TRUSTED_ROOT: sandbox.trustedRootPath,
  SANDBOX_SIGNING_CONFIG: sandbox.signingConfigPath,
}
process.exitCode = await execute()
await sandbox.close()

function execute(): Promise<number> {
  if (step === undefined) return flag === '--run' ? run(command) : wait(sandbox)
  // The step gets the terminal's interrupt, too, and ends by itself.
  process.on('SIGINT', () => undefined)
  // npm has gone to the package's directory.
  return runByHand(step, sandbox, process.env['INIT_CWD'] ?? process.cwd())
}

/** Runs the command to its end, with the terminal as its own; returns its exit code. */
function run([file = '', ...parameters]: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(file, parameters, { stdio: 'inherit', env: { ...process.env, ...variables } })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    child.on('error', (error) => {
      console.error(error.message)
      resolve(127)
    })
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

/** Shows the variables and stays until it is interrupted. */
function wait({ urls }: Sandbox): Promise<number> {
  for (const [name, url] of Object.entries(urls)) console.log(`# ${name.padEnd(9)} ${url}`)
  for (const [name, value] of Object.entries(variables))
    console.log(`export ${name}='${value.replaceAll("'", `'\\''`)}'`)
  console.log('# Paste the lines above into another shell; end with Ctrl-C.')
  // Servers alone do not keep the process.
  const stay = setInterval(() => undefined, 2 ** 30)
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        clearInterval(stay)
        resolve(0)
      })
    }
  })
}
