/*
 * Owns what must hold of a summary's page, asked in the browser that shows it. Must not know what is on it.
 */
import type { Browser, View } from './browser.ts'

/** What our summaries use of the elements and attributes that GitHub lets through; it would take anything else away. */
const ELEMENTS = 'A CODE DETAILS H2 H3 LI P PRE STRONG SUMMARY TABLE TBODY TD TH THEAD TR UL WBR'
const ATTRIBUTES = 'class href width'

/** GitHub's width for a summary in a full window, CSS pixels. */
const FULL_WIDTH = 880

/**
 * faultsOf returns a sentence for everything that is wrong with a page once all is unfolded: too wide, or not let through. A
 * command is not wrapped, so its block may scroll where the view is narrow or the names in it are long.
 */
export async function faultsOf(browser: Browser, { width }: View, hasLongNames: boolean): Promise<readonly string[]> {
  const mayScroll = width < FULL_WIDTH || hasLongNames ? 'pre, pre *' : 'none'
  const found = await browser.evaluate(`(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
    const name = (element) => element.tagName + ' ' + element.textContent.slice(0, 60)
    const all = [...document.querySelectorAll('main *')]
    const wide = all.filter((each) => !each.matches('${mayScroll}') && each.scrollWidth > each.clientWidth && each.clientWidth > 0)
    const strange = all.filter((each) => !'${ELEMENTS}'.split(' ').includes(each.tagName))
    const attributes = all.flatMap((each) => each.getAttributeNames())
    const strangeAttributes = attributes.filter((each) => each !== 'open' && !'${ATTRIBUTES}'.split(' ').includes(each))
    const page = document.documentElement.scrollWidth
    return [
      ...(page > ${width} ? ['the page is ' + page + ' pixels wide'] : []),
      ...wide.map((each) => each.scrollWidth + ' pixels in ' + each.clientWidth + ': ' + name(each)),
      ...strange.map((each) => 'an element that GitHub does not let through: ' + name(each)),
      ...strangeAttributes.map((each) => 'an attribute that GitHub does not let through: ' + each),
    ]
  })()`)
  return found as readonly string[]
}

/** linesOfNames returns on how many lines the name of each file stands. */
export async function linesOfNames(browser: Browser): Promise<readonly number[]> {
  const names = `[...document.querySelectorAll('td:first-child code')]`
  return (await browser.evaluate(`${names}.map((name) => name.getClientRects().length)`)) as readonly number[]
}
