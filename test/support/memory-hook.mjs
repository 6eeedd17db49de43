/* Owns one number: writes the process's peak resident memory, in KiB, to KEYLESS_SIGN_MEMORY_FILE when it ends. */
import { writeFileSync } from 'node:fs'

process.on('exit', () => writeFileSync(process.env.KEYLESS_SIGN_MEMORY_FILE, String(process.resourceUsage().maxRSS)))
