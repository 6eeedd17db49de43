/* Gives up the privileges of root, which may read and write everything, before the action starts. */
if (process.getuid?.() === 0) {
  process.setgroups([])
  process.setgid(65534)
  process.setuid(65534)
}
