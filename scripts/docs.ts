/*
 * Owns `npm run docs`: writes what is made of the pages. __tests__/project/pages.test.ts fails where a page is another one.
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { madePage, pageNames } from './docs/pages.ts'

const root = path.dirname(import.meta.dirname)

for (const name of pageNames) await writeFile(path.join(root, name), madePage(name))
