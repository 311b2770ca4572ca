/** SQLSTATE classes and codes that say that PostgreSQL cannot serve now, not that the statement was wrong. */
// Among them what a server says that refuses the connection: no such database, no such user, not open yet.
const unavailableStates = /^(08|28|3D|53|57P|55000|55P03|57014|25006|25P03|58)/;
const unavailableSqlite = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL)/;
const unavailableSocket =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;
// What pg and pg-pool say without a code.
const unavailableMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after|Query read timeout|Client was closed)/;

/** A standby or what was told to be read-only, a full disk, a file that somebody else writes all the time. */
const takesNoWriting = /^(25006|53100|SQLITE_(READONLY|FULL|IOERR|BUSY|LOCKED))/;

/** Every connection waits for an answer that does not come. */
export class DatabaseStalledError extends Error {
  constructor() {
    super('The database does not answer.');
    this.name = 'DatabaseStalledError';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether the error says that a value which must be unique is there already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error);
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/** Whether the same statement may succeed if it is simply tried again: a deadlock or a serialization failure. */
export function isTransient(error: unknown): boolean {
  return ['40P01', '40001'].includes(codeOf(error));
}

/** Whether another process holds SQLite's file. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

/** Whether the database is away, stalled, full or read-only: a later try may succeed, and the caller did no wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseStalledError) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  const code = codeOf(error);
  if (unavailableStates.test(code) || unavailableSqlite.test(code) || unavailableSocket.test(code))
    return true;
  return error instanceof Error && unavailableMessages.test(error.message);
}

/** Whether the database can be read, and does not take what was to be written. */
export function isUnwritable(error: unknown): boolean {
  return takesNoWriting.test(codeOf(error));
}
