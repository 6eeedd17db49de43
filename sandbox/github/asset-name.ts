/*
 * Owns the name under which GitHub stores an uploaded asset. GitHub documents only that it renames some; the rule is what
 * its own command line tool mimics (cli/cli, pkg/cmd/release/upload) and what people saw (travis-ci/dpl#821). Knows no API.
 */

/** Letters that no decomposition takes apart, as Rails' transliteration writes them. */
const letters: Readonly<Record<string, string>> = {
  ...{ Æ: 'AE', Ð: 'D', Ø: 'O', Þ: 'Th', ß: 'ss', Đ: 'D', Ħ: 'H', Ĳ: 'IJ', Ł: 'L', Ŋ: 'NG', Œ: 'OE', Ŧ: 'T' },
  ...{ æ: 'ae', ð: 'd', ø: 'o', þ: 'th', đ: 'd', ħ: 'h', ĳ: 'ij', ł: 'l', ŋ: 'ng', œ: 'oe', ŧ: 't', ı: 'i', ĸ: 'k' },
  ...{ '×': 'x' },
}

/** storedName returns what GitHub makes of an asset's name. */
export function storedName(name: string): string {
  let stored = ''
  for (const character of name.normalize('NFC')) stored += transliterated(character)
  if (stored.startsWith('.')) stored = `default${stored}`
  stored = stored
    .split(/[^A-Za-z0-9_+@-]+/)
    .filter((part) => part !== '')
    .join('.')
  return stored === name || stored.includes('.') ? stored : `default.${stored}`
}

function transliterated(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return character
  if (code < 0xc0 || code > 0x17f) return '?'
  return letters[character] ?? character.normalize('NFD').replace(/[^\0-\x7f]/g, '')
}
