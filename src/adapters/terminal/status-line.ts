import { display } from '../../core/shared/display.ts'

/** StatusLine is one line of a terminal that tells what is being done; the next one takes its place. */
export interface StatusLine {
  /** Whether there is somebody who sees it. */
  readonly isSeen: boolean
  show(line: string): void
  /** Takes the line away; nothing where there is none. */
  clear(): void
}

const CLEAR = '\r\u001B[2K'

/** statusLine writes to a stream where a person watches it, and nothing at all elsewhere. */
export function statusLine(
  stream: Pick<NodeJS.WriteStream, 'columns' | 'isTTY' | 'write'>,
  isDumb: boolean,
): StatusLine {
  // A file and a pipe have no such property.
  if (!(stream.isTTY as boolean | undefined) || isDumb)
    return { isSeen: false, show: () => undefined, clear: () => undefined }
  let isShown = false
  return {
    isSeen: true,
    show(line) {
      isShown = true
      // A line that wraps could not be taken back.
      stream.write(CLEAR + display(line, Math.max(20, (stream.columns || 80) - 1)))
    },
    clear() {
      if (isShown) stream.write(CLEAR)
      isShown = false
    },
  }
}
