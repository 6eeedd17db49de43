/*
 * Owns the MariaDB server that Trillian stores the CT log and Rekor v1 in: made new for every run, on a socket and a
 * port of its own, so that a MariaDB of the machine is never touched.
 */
import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import path from 'node:path'
import { ports } from '../setup/ports.ts'
import { LabError } from '../support/lab-error.ts'
import type { Places } from '../support/places.ts'
import { type Finished, lastLine, run } from '../support/run.ts'
import type { ServiceSpec } from '../support/service.ts'

const credentials = { name: 'log', password: 'lab' }
// A kernel limit of 108 bytes, less the terminator (unix(7)).
const socketPathLimit = 107

/** dataSource is how Trillian and its tools name the database (Go's MySQL driver). */
export const dataSource = `${credentials.name}:${credentials.password}@tcp(127.0.0.1:${ports.database})/${credentials.name}?parseTime=true&interpolateParams=true`

/** initializeDatabase writes the empty system tables into the run's directory; throws LabError. */
export async function initializeDatabase(places: Places): Promise<void> {
  const socket = socketPath(places)
  if (Buffer.byteLength(socket) > socketPathLimit) {
    throw new LabError(`the path of a socket would be too long: ${socket}`, 'Set KEYLESS_SIGN_LAB to a shorter path.')
  }
  const args = [
    '--no-defaults',
    `--datadir=${dataPath(places)}`,
    `--user=${userInfo().username}`,
    '--skip-test-db',
    '--auth-root-authentication-method=normal',
  ]
  const result = await run('mariadb-install-db', args)
  if (result.code !== 0) throw databaseError('cannot be initialized', result)
}

/** database is mariadbd without durability: everything is thrown away at the next start. */
export function database(places: Places): ServiceSpec {
  const socket = socketPath(places)
  return {
    name: 'database',
    command: 'mariadbd',
    args: [
      ...['--no-defaults', `--user=${userInfo().username}`, `--datadir=${dataPath(places)}`, `--socket=${socket}`],
      ...[`--port=${ports.database}`, '--bind-address=127.0.0.1'],
      ...['--innodb-flush-log-at-trx-commit=0', '--skip-log-bin'],
    ],
    ready: async () =>
      (await run('mariadb-admin', ['--no-defaults', `--socket=${socket}`, '-uroot', 'ping'])).code === 0,
  }
}

/** createTables makes Trillian's database and the user that it connects as; throws LabError. */
export async function createTables(places: Places): Promise<void> {
  const { name, password } = credentials
  const users = ['127.0.0.1', 'localhost'].map(
    (host) => `CREATE USER ${name}@'${host}' IDENTIFIED BY '${password}'; GRANT ALL ON ${name}.* TO ${name}@'${host}';`,
  )
  const schema = await readFile(places.schema, 'utf8')
  const input = `CREATE DATABASE ${name}; ${users.join(' ')} USE ${name};\n${schema}`
  const result = await run('mariadb', ['--no-defaults', `--socket=${socketPath(places)}`, '-uroot'], { input })
  if (result.code !== 0) throw databaseError('did not take the schema of Trillian', result)
}

function databaseError(what: string, result: Finished): LabError {
  return new LabError(
    `the MariaDB database ${what}: ${lastLine(result)}`,
    'The lab is known to work with MariaDB 10.11.',
  )
}

function socketPath({ run: directory }: Places): string {
  return path.join(directory, 'database.sock')
}

function dataPath({ run: directory }: Places): string {
  return path.join(directory, 'database')
}
