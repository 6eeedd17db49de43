/* Says that this is Node 24.14, which an older self-hosted runner brings. */
const versions = { ...process.versions, node: '24.14.0' }
Object.defineProperty(process, 'versions', { value: versions })
