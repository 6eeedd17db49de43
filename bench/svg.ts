/*
 * Owns the writing of SVG elements: attributes and text escaped. Knows no chart.
 */

/** Attributes of an element; numbers are written to a tenth. */
export type Attributes = Readonly<Record<string, string | number>>

/** escapeXml returns text as it has to stand in XML, in content and in attributes. */
export function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' }
  return text.replace(/[&<>"']/g, (character) => `&${entities[character] ?? ''};`)
}

/** element returns an element that holds ready elements. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  return tag(name, attributes, children.length === 0 ? undefined : `\n${children.join('\n')}\n`)
}

/** textElement returns an element that holds text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return tag(name, attributes, escapeXml(text))
}

function tag(name: string, attributes: Attributes, content: string | undefined): string {
  const plain = (value: string | number) => (typeof value === 'string' ? value : String(Math.round(value * 10) / 10))
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(plain(value))}"`)
  const start = `<${name}${written.join('')}`
  return content === undefined ? `${start}/>` : `${start}>${content}</${name}>`
}
