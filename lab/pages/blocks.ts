/*
 * Owns the commands that the pages show: every block of shell, with what the page says of it in a comment above. Runs nothing.
 */

/** PageBlock is one block of shell of a page. */
export interface PageBlock {
  /** `PAGE, line N`. */
  readonly where: string
  readonly text: string
  /** The error code with which the page says that it fails. */
  readonly refusal: string | undefined
  /** Whether the page says that it needs no network. */
  readonly offline: boolean
}

/** blocksOf returns every block of shell of a page in the order of the page, those of included files, too. */
export function blocksOf(page: string, markdown: string): readonly PageBlock[] {
  const blocks = [...markdown.matchAll(/(?:<!-- lab: ([\w ]+) -->\n\n)?^```sh\n([^]*?)^```$/gm)].map((found) => {
    const [whole, said = '', text = ''] = found
    const above = markdown.slice(0, found.index + whole.indexOf('```sh')).split('\n').length
    const refusal = /^refused (E_[A-Z_]+)$/.exec(said)?.[1]
    return { where: `${page}, line ${above}`, text, refusal, offline: said === 'offline' }
  })
  const understood = blocks.filter(({ refusal, offline }) => refusal !== undefined || offline)
  // What stands elsewhere, or means nothing, would have its command run as any other.
  const said = [...markdown.matchAll(/<!-- lab: .*? -->/g)]
  if (said.length !== understood.length) throw new Error(`${page} has a comment for the lab that belongs to no block`)
  return blocks
}
