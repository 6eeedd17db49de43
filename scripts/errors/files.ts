import type { Explanations } from './explanation.ts'

/** fileErrors explains what can be wrong with files that are read or written. */
export const fileErrors = {
  E_FILE_NOT_FOUND: {
    meaning: 'A path or a pattern matched no file, or is a broken symbolic link',
    fix: 'Build or download the file in an earlier step of **this** job: jobs share no files. Paths start at the workspace; the message names similar files',
  },
  E_FILE_TYPE: {
    meaning: 'A directory, FIFO, socket or device, or a pattern that matched only directories',
    fix: 'Name regular files; `dir/*` are the files in a directory, `dir/**` those below it, too',
  },
  E_FILE_EMPTY: {
    meaning: 'The file has no bytes',
    fix: 'Look at the step that makes it: a build that failed in silence, or a download of nothing',
  },
  E_FILE_LOOP: {
    meaning: 'Symbolic links that lead in a circle',
    fix: 'Make the links point at a file (`ls -l` shows where each leads)',
  },
  E_FILE_NAME: {
    meaning:
      'A name that is too long, has a control character, is not in UTF-8, or has a character that no workflow artifact can hold',
    fix: 'Rename the file, or narrow the pattern that matches it; for the last case `upload-artifact: false` does, too',
  },
  E_FILE_PERMISSION: {
    meaning: "The runner's user may not read the file, or not enter its directory",
    fix: 'Change mode or owner in an earlier step, such as `sudo chmod a+r FILE`; files made by a container often belong to root',
  },
  E_FILE_READ: {
    meaning: 'The disk failed while the file was read',
    fix: 'Check the disk of the runner, and run the job again',
  },
  E_FILE_STALLED: {
    meaning: 'No byte of the file came for a minute',
    fix: 'Check the disk, or the network share that the file is on; copy the file to the disk of the runner first',
  },
  E_FILE_CHANGED: {
    meaning: 'The file was written to, replaced or removed while it was read or signed',
    fix: 'Run the action after the last step that touches the file, and let nothing write to it in the background',
  },
  E_DIGEST_MISMATCH: {
    meaning: 'The file is not the one that the checksum line, or the bundle, is about',
    fix: 'Do not use the file before you know which of both was replaced; get file, checksums and bundle again from one place',
  },
  E_OUTPUT_NAME: {
    meaning:
      'Two files would get signature files of one name; or a checksum file that `write-checksums` makes could not name a file: its name is `-` or that of the list, or GitHub changes it on a release',
    fix: 'Leave out `output-directory`, give the files different names, or sign them in separate steps. In the other case rename the file that the message names',
  },
  E_OUTPUT_PATH: {
    meaning:
      'The signature files cannot go where they should: a link, a directory, a file that is no signature of ours, or no permission. Nothing was published',
    fix: 'Free the place, or name another one with `output-directory`',
  },
  E_OUTPUT_WRITE: {
    meaning:
      'Writing failed after signing; the log entries that the warning lists are public and stay so. From `keyless-verify`: what was verified could not be printed, so that nobody was told',
    fix: 'Free space on the disk (`df -h` in a step before shows it), and run again: that signs anew. Look at where the output of `keyless-verify` goes, or use `--quiet`',
  },
} satisfies Explanations
