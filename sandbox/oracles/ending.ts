/*
 * Owns what must hold of how a run ended and what it said of itself: exit code, the one error, outputs, memory. Must not
 * know what was asked of it.
 */
import type { Evidence } from './evidence.ts'

/** MEMORY_LIMIT is what a run may take at its peak, in bytes, unless a scenario says otherwise. */
export const MEMORY_LIMIT = 140 * 1024 * 1024

/** Which output says that the action did what it is for. */
const DONE = { sign: 'signed', verify: 'verified' } as const
/** What a mistake of a library's or of ours looks like in a text; only debugging, which few switch on, shows causes. */
const UNTRANSLATED = /^(?!::debug::).*(TypeError|\bundefined\b|\[object )/m

/** endingProblems returns what is wrong with the end of a run: at most one true story, told once, with a way out. */
export function endingProblems({ action, result }: Evidence): readonly string[] {
  const { exitCode, isKilled, outputs, stderr, stdout } = result
  const errors = result.commands.filter(({ name }) => name === 'error')
  const done = outputs[DONE[action]]
  const problems: string[] = []
  if (isKilled) problems.push('the process had to be killed')
  if (exitCode !== 0 && exitCode !== 1) problems.push(`the exit code is ${String(exitCode)}`)
  if (stderr !== '') problems.push(`standard error says '${stderr.slice(0, 300)}'`)
  const [, mistake] = UNTRANSLATED.exec(stdout) ?? []
  if (mistake !== undefined) problems.push(`the log says '${mistake}'`)
  if (exitCode === 0) {
    const skipped = done === 'false' && stdout.includes('Nothing was signed')
    if (done !== 'true' && !skipped) problems.push(`exit code 0, but the output ${DONE[action]} is '${String(done)}'`)
    if (errors.length > 0) problems.push(`exit code 0, but an error: ${errors.map(({ data }) => data).join()}`)
    if (outputs['error-code'] !== undefined) problems.push(`exit code 0, but an error code: ${outputs['error-code']}`)
    return problems
  }
  const [error, ...more] = errors
  if (error === undefined || more.length > 0) return [...problems, `${errors.length} errors in place of one`]
  const { title = '' } = error.properties
  if (!/^E(?:_[A-Z0-9]+)+$/.test(title)) problems.push(`the error's title is no code: '${title}'`)
  if (!/^(?!Fix:)\S[^]*\nFix: \S/.test(error.data)) problems.push(`the error has no text, or no fix: '${error.data}'`)
  // Where the outputs' file is the trouble, no output can tell so.
  if (title !== 'E_ENV_OUTPUT' && outputs['error-code'] !== title) {
    problems.push(`the error says ${title}, the output error-code '${String(outputs['error-code'])}'`)
  }
  // A signal may come when all was verified and told; anything else that fails comes before.
  if (action === 'verify' && done === 'true' && title !== 'E_CANCELLED') {
    problems.push('a run that failed says verified')
  }
  return problems
}

/** memoryProblems returns what is wrong with the memory that a run took, where that is known. */
export function memoryProblems({ result: { peakMemory = 0 } }: Evidence, limit: number): readonly string[] {
  return peakMemory <= limit ? [] : [`the peak of memory is ${(peakMemory / 1024 ** 2).toFixed(1)} MiB`]
}
