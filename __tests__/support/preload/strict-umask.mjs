/* Has new files be for this user alone. */
process.umask(0o077)
