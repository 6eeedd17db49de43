/*
 * Owns the check of the reusable workflow sign.yml: somebody calls it, and uses its outputs.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Lab } from '../lab.ts'
import { checkThat, type Report } from '../support/report.ts'
import { copyProduct } from './stand-ins.ts'
import { runWorkflow } from './workflow-run.ts'

/** A caller of the reusable workflow, in the repository that holds both. */
const CALLER = `on: push
permissions: {}
jobs:
  sign:
    permissions:
      id-token: write
    uses: ./.github/workflows/sign.yml
    with:
      checksums: '${'ab'.repeat(32)}  x.iso'
  use:
    needs: sign
    runs-on: ubuntu-24.04
    steps:
      - env:
          OUTPUTS: \${{ needs.sign.outputs.signed }} \${{ needs.sign.outputs.sha256 }} \${{ needs.sign.outputs.artifact-name }}
        run: '[ "$OUTPUTS" = "true ${'ab'.repeat(32)} x.iso.sigstore" ]'
`

/** checkReusable calls it. act has no `job.workflow_repository` and no `job.workflow_sha`: what it runs has the caller's repository there. */
export async function checkReusable(lab: Lab, report: Report): Promise<void> {
  const called = await readFile(path.join(lab.places.project, '.github/workflows/sign.yml'), 'utf8')
  const prepare = async (workspace: string) => {
    await copyProduct(lab, workspace)
    const text = called
      .replace('${{ job.workflow_repository }}', 'lab/iso')
      .replace('${{ job.workflow_sha }}', 'refs/heads/main')
    await writeFile(path.join(workspace, '.github/workflows/sign.yml'), text)
  }
  const run = await runWorkflow(lab, { file: 'caller.yml', text: CALLER, prepare, offersToken: true })
  await checkThat(report, 'a caller gets its outputs', run.exitCode === 0, run.log.lines.slice(-8).join(' | '))
  const members = await readdir(run.artifacts['x.iso.sigstore'] ?? lab.places.run)
  const expected = ['x.iso.pem', 'x.iso.sig', 'x.iso.sigstore.json']
  await checkThat(
    report,
    'the artifact holds the signature files',
    members.toSorted().join() === expected.join(),
    members.join(),
  )
}
