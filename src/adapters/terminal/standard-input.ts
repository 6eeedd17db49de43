import { systemReason } from '../../core/files/file-error.ts'
import { ActionError } from '../../core/shared/errors.ts'

/** As many bytes as a checksum file may have. */
const MOST_BYTES = 16 * 1024 * 1024

/**
 * readChecksumLines returns the checksum lines that come on standard input. The comments behind them make lines of whatever was
 * read, nothing included, which so is never taken for a path. Throws E_INPUT_CHECKSUMS when it is too much, E_FILE_READ.
 */
export async function readChecksumLines(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of input) {
      chunks.push(chunk)
      size += chunk.length
      if (size > MOST_BYTES) throw tooLarge()
    }
  } catch (error) {
    if (error instanceof ActionError) throw error
    throw new ActionError('E_FILE_READ', `cannot read standard input: ${systemReason(error)}`, {
      fix: 'give the lines of a SHA256SUMS file, or its path in place of -',
      cause: error,
    })
  }
  return `${Buffer.concat(chunks).toString('utf8')}\n#\n#`
}

function tooLarge(): ActionError {
  return new ActionError('E_INPUT_CHECKSUMS', 'Standard input is too large for a checksum file', {
    fix: 'give the SHA256SUMS file itself, not what it lists',
  })
}
