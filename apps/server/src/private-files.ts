const othersMayNothing = 0o077;

/**
 * What this process writes is for its own user alone: the SQLite file holds addresses and password hashes, and would
 * otherwise be readable by everybody on the machine.
 */
export function keepFilesPrivate(): void {
  process.umask(othersMayNothing);
}
