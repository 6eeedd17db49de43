/*
 * Owns the door to @actions/core: the parts of it that speak with the runner, by their files. Its own door loads an HTTP client
 * with all of undici besides, a megabyte that nothing here uses, and that would start before the first line of a run. Must not be
 * used but by the runner's adapter.
 */
export { issueCommand } from '../../../node_modules/@actions/core/lib/command.js'
export { issueFileCommand, prepareKeyValueMessage } from '../../../node_modules/@actions/core/lib/file-command.js'
export { summary } from '../../../node_modules/@actions/core/lib/summary.js'
