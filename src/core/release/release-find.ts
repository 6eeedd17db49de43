/*
 * Owns which release is meant, and whether anything can be attached to it at all. Changes nothing.
 */
import { display } from '../shared/display.ts'
import { ActionError } from '../shared/errors.ts'
import { releaseImmutable, releaseNotFound } from './release-errors.ts'
import type { ReleaseTools } from './release-upload.ts'
import type { Release, WantedRelease } from '../types.ts'

/**
 * findRelease returns the one release that is meant, a draft or published. Throws E_RELEASE_NOT_FOUND, E_RELEASE_AMBIGUOUS
 * when several have the tag, E_RELEASE_IMMUTABLE, and what the store throws.
 */
export async function findRelease(tools: ReleaseTools, wanted: WantedRelease): Promise<Release> {
  const release = wanted.kind === 'id' ? await withId(tools, wanted.id) : await withTag(tools, wanted.tag)
  if (release.isImmutable) throw releaseImmutable()
  return release
}

async function withId({ store, call }: ReleaseTools, id: number): Promise<Release> {
  const release = await call((signal) => store.withId(id, signal))
  if (release === undefined) throw releaseNotFound(`no release has the id ${id}`)
  return release
}

async function withTag({ store, call }: ReleaseTools, tag: string): Promise<Release> {
  const [release, ...others] = await call((signal) => store.withTag(tag, signal))
  if (release === undefined) throw releaseNotFound(`no release, published or draft, has the tag '${display(tag)}'`)
  if (others.length === 0) return release
  const each = [release, ...others].map(({ id, isDraft }) => `${id} (${isDraft ? 'draft' : 'published'})`)
  throw new ActionError(
    'E_RELEASE_AMBIGUOUS',
    `${each.length} releases have the tag '${display(tag)}': ${each.join(', ')}`,
    {
      fix: 'say which one with `release-id`, or delete those that are not needed',
    },
  )
}
