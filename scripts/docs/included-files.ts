/*
 * Owns the snippets of the pages: each is a file that tests run, shown whole, so that nothing is typed twice.
 */
import path from 'node:path'

const MARKED = /(<!-- file: (\S+) -->\n)[^]*?(<!-- end of file -->)/g

const languages: Readonly<Record<string, string>> = { '.yml': 'yaml', '.sh': 'sh', '.ps1': 'powershell' }

/**
 * withIncludedFiles returns the page with each file that it marks as it is now; `read` takes a path from the root. Throws where
 * the kind of a file has no name in a fence.
 */
export function withIncludedFiles(page: string, read: (file: string) => string): string {
  return page.replaceAll(MARKED, (_, open: string, file: string, end: string) => {
    const language = languages[path.extname(file)]
    if (language === undefined) throw new Error(`${file} has no language to show it in`)
    return `${open}\n\`\`\`${language}\n${read(file)}\`\`\`\n\n${end}`
  })
}

/** withoutIncludedFiles returns what is left of a page: what is typed there. */
export function withoutIncludedFiles(page: string): string {
  return page.replaceAll(MARKED, '')
}
