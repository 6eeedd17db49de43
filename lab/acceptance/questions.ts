/*
 * Owns which questions are put to the verifiers about one signed file: the acceptance checks, the identity narrowed by
 * GitHub's claims, and what must be refused.
 */
import type { Material } from './material.ts'
import type { Question } from './ask.ts'
import type { Negative } from './negatives.ts'
import { type Verifier, type VerifierName, verifiers } from './verifiers.ts'

/** acceptanceQuestions are the 19 of a signed file: 16 ways of asking, and cosign's about another identity. */
export function acceptanceQuestions(material: Material): Question[] {
  const other = { ...material, identity: `${material.identity}x` }
  return verifiers.flatMap((verifier) => {
    const { name } = verifier
    const question = {
      name,
      accepts: verifier.accepts.includes(material.rekorVersion),
      command: verifier.command(material),
    }
    if (!/^cosign .*, bundle$/.test(name)) return [question]
    return [question, { name: `${name}, another identity:`, accepts: false, command: verifier.command(other) }]
  })
}

/** bundleQuestions ask one verifier only: for the many files of one run. */
export function bundleQuestions(material: Material, by: VerifierName = 'cosign 3.1.2, bundle'): Question[] {
  const asked = verifiers.filter(({ name }) => name === by)
  return asked.map((verifier) => ({ name: verifier.name, accepts: true, command: verifier.command(material) }))
}

/** narrowedQuestions ask cosign with all claims of GitHub's that it can compare, right and one by one wrong. */
export function narrowedQuestions(material: Material): Question[] {
  const { claims } = material.lab.issuer
  const flags = {
    repository: claims['repository'],
    ref: claims['ref'],
    sha: claims['sha'],
    trigger: claims['event_name'],
    name: claims['workflow'],
  }
  const narrowed = Object.entries(flags).flatMap(([flag, value]) => [workflowFlag(flag), String(value)])
  const asked = verifiers.filter(
    ({ name, accepts }) => name.startsWith('cosign') && accepts.includes(material.rekorVersion),
  )
  return asked.flatMap((verifier) => [
    {
      name: `${verifier.name}, narrowed by every GitHub claim:`,
      accepts: true,
      command: verifier.command({ ...material, narrowed }),
    },
    ...Object.keys(flags).map((flag) => ({
      name: `${verifier.name}, another workflow ${flag}:`,
      accepts: false,
      command: verifier.command({ ...material, narrowed: [workflowFlag(flag), 'another'] }),
    })),
  ])
}

/** negativeQuestions put one wrong thing to every verifier that it concerns. */
export async function negativeQuestions(material: Material, negative: Negative): Promise<Question[]> {
  const { rekorVersion } = material
  if (negative.only !== undefined && negative.only !== rekorVersion) return []
  const changed = await negative.change(material)
  const concerned = verifiers.filter(
    (verifier) => verifier.accepts.includes(rekorVersion) && negative.concerns(verifier),
  )
  return concerned.map((verifier) => {
    const exception = exceptionOf(negative, verifier, material)
    const question = { name: `${negative.what}: ${verifier.name}`, command: verifier.command(changed) }
    return exception ? { ...question, accepts: true, why: exception.why } : { ...question, accepts: false }
  })
}

function exceptionOf({ exceptions = [] }: Negative, { name }: Verifier, { rekorVersion }: Material) {
  return exceptions.find((exception) => exception.by.includes(name) && exception.with.includes(rekorVersion))
}

function workflowFlag(name: string): string {
  return `--certificate-github-workflow-${name}`
}
