/*
 * Owns `npm run conformance -- DIR`: DIR holds a `cases.json`, which every judge gets, or is a checkout of
 * sigstore-conformance. Prints a line a verdict; exit code 1 when one is wrong. Without DIR it says so, and that nothing was run.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { readCases, runCase, type Verdict } from './cases.ts'
import { isSuite, runSuiteCase, suiteCases } from './checkout.ts'
import { judges } from './judges.ts'

async function run(directory: string): Promise<readonly Verdict[] | undefined> {
  const verdicts: Verdict[] = []
  if (existsSync(path.join(directory, 'cases.json'))) {
    for (const [judgeName, judge] of judges) {
      for (const one of readCases(directory)) {
        const found = await runCase(one, directory, judge)
        verdicts.push(...found.map((verdict) => ({ ...verdict, name: `${judgeName}: ${verdict.name}` })))
      }
    }
  } else if (isSuite(directory)) {
    for (const name of suiteCases(directory)) verdicts.push(...runSuiteCase(name, directory))
  } else {
    return undefined
  }
  return verdicts
}

const given = process.argv[2] ?? process.env['CONFORMANCE_DIR']
const verdicts = given === undefined ? undefined : await run(path.resolve(given))
if (verdicts === undefined) {
  const why = given === undefined ? 'no directory was given' : `'${given}' holds no cases`
  console.log(`conformance: not run, ${why}`)
  console.log('Give a directory with a cases.json, or a checkout of sigstore-conformance: npm run conformance -- DIR')
  process.exitCode = given === undefined ? 0 : 1
} else {
  for (const { name, isRight, found } of verdicts) console.log(`${isRight ? 'right' : 'WRONG'}  ${name}: ${found}`)
  const right = verdicts.filter(({ isRight }) => isRight).length
  console.log(`conformance: ${right} of ${verdicts.length} right`)
  process.exitCode = right === verdicts.length && right > 0 ? 0 : 1
}
