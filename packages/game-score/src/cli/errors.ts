/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A game cannot be read, or a result not be written: exit code 1. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
