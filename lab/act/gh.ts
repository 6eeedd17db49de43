/*
 * Owns what stands in for gh under act, as far as the examples use it: a release made, files attached, a draft published, by
 * the API that the job's variables name. Run by act, not imported.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'

interface Release {
  readonly id: number
  readonly tag_name: string
  readonly upload_url: string
}

const { GITHUB_API_URL = '', GITHUB_REPOSITORY = '', GH_TOKEN = '' } = process.env
const releases = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/releases`
const flags = { draft: { type: 'string' }, title: { type: 'string' } } as const

async function ask<Answer>(method: string, url: string, body?: string | Uint8Array): Promise<Answer> {
  const headers = { authorization: `Bearer ${GH_TOKEN}`, 'content-type': 'application/octet-stream' }
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) })
  if (!response.ok) throw new Error(`stand-in for gh: ${method} answers ${response.status}: ${await response.text()}`)
  return (await response.json()) as Answer
}

async function named(tag: string): Promise<Release> {
  const found = (await ask<readonly Release[]>('GET', releases)).find(({ tag_name: name }) => name === tag)
  if (found === undefined) throw new Error(`stand-in for gh: no release '${tag}'`)
  return found
}

async function attach(release: Release, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const name = encodeURIComponent(path.basename(file))
    await ask('POST', `${release.upload_url.replace(/\{.*/, '')}?name=${name}`, await readFile(file))
  }
}

// gh takes `--draft` and `--draft=false`, and the tag is checked nowhere: the lab's repository has none.
const args = process.argv
  .slice(2)
  .flatMap((arg) => (arg === '--verify-tag' ? [] : arg === '--draft' ? ['--draft=true'] : [arg]))
const { positionals, values } = parseArgs({ args, options: flags, allowPositionals: true })
const [group, command, tag = '', ...files] = positionals
switch (`${group} ${command}`) {
  case 'release create': {
    const body = JSON.stringify({ tag_name: tag, name: values.title ?? tag, draft: values.draft === 'true' })
    await attach(await ask<Release>('POST', releases, body), files)
    break
  }
  case 'release upload':
    await attach(await named(tag), files)
    break
  case 'release edit':
    await ask('PATCH', `${releases}/${(await named(tag)).id}`, JSON.stringify({ draft: values.draft === 'true' }))
    break
  default:
    throw new Error(`stand-in for gh: it knows no '${group} ${command}'`)
}
