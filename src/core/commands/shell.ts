/**
 * shellWord returns text as one word of a shell command line: bare where no character means anything to a shell, else in
 * single quotes; where something in it cannot be seen, as `$'…'` with octal bytes (bash, zsh, ksh, POSIX 2024).
 */
export function shellWord(text: string): string {
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(text)) return `$'${octal(text)}'`
  if (/^[\w./:@%+,-]+$/.test(text)) return text
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function octal(text: string): string {
  return text.replace(/[^\w./:@%+=, -]/gu, (character) =>
    Array.from(Buffer.from(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  )
}

/**
 * shellPath returns a path as one shell word that no command takes for an option, a URL or a digest: `./` stands before a
 * relative path that begins with a dash or looks like `scheme:`.
 */
export function shellPath(path: string): string {
  const drive = /^[A-Za-z]:[/\\]/.test(path)
  return shellWord(!drive && /^(-|[A-Za-z][\w+.-]*:)/.test(path) ? `./${path}` : path)
}
