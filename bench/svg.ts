/*
 * Owns the writing of SVG elements: attributes and text escaped. Knows no chart.
 */

/** Attributes of an element; numbers are written to a tenth. */
export type Attributes = Readonly<Record<string, string | number>>

/** escapeXml returns text as it has to stand in XML, in content and in attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** element returns an element that holds ready elements. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(plain(value))}"`)
  const start = `<${name}${written.join('')}`
  if (children.length === 0) return `${start}/>`
  return `${start}>\n${children.join('\n')}\n</${name}>`
}

/** textElement returns an element that holds text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(plain(value))}"`)
  return `<${name}${written.join('')}>${escapeXml(text)}</${name}>`
}

function plain(value: string | number): string {
  return typeof value === 'string' ? value : String(Math.round(value * 10) / 10)
}
