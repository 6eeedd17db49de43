/*
 * Owns the command for people: starts a sandbox, says how to use it, and removes it at the end. With `--run COMMAND...`
 * it runs one command in the job's environment instead. The only file here that reads the process's arguments.
 */
import { spawn } from 'node:child_process'
import { startSandbox } from './sandbox.ts'
import type { Sandbox } from './sandbox.ts'

const [flag, ...command] = process.argv.slice(2)
if (flag !== undefined && (flag !== '--run' || command.length === 0)) {
  console.error('usage: node sandbox/main.ts [--run COMMAND ARGUMENT...]')
  process.exit(2)
}

const sandbox = await startSandbox()
const variables = {
  ...sandbox.environment,
  SANDBOX_TRUSTED_ROOT: sandbox.trustedRootPath,
  SANDBOX_SIGNING_CONFIG: sandbox.signingConfigPath,
}
process.exitCode = await (flag === '--run' ? run(command) : wait(sandbox))
await sandbox.close()

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
