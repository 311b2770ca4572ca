import { describeUrl } from './banner.ts';
import type { Config } from './config.ts';
import { isUnavailable } from './db/errors.ts';

/** One line that says why the server did not start and what to do. It names no secret. */
export function explainStartFailure(error: unknown, config: Config | undefined): string {
  const { code, message } = describe(error);
  if (config === undefined) return message;
  if (code === 'EADDRINUSE') {
    return `Port ${config.port} on ${config.host} is taken. Stop what uses it, or choose another: PORT=${config.port + 1}`;
  }
  if (
    code === 'EACCES' &&
    'syscall' in Object(error) &&
    (error as NodeJS.ErrnoException).syscall === 'listen'
  ) {
    return `Port ${config.port} may not be used by this user. Choose one from 1024 on: PORT=8000`;
  }
  if (code === 'ENOTFOUND' && config.database.dialect === 'sqlite') {
    return `HOST=${config.host} is not an address of this machine. Use localhost, or 0.0.0.0 for all of them.`;
  }
  if (code === 'EADDRNOTAVAIL') {
    return `HOST=${config.host} is not an address of this machine. Use localhost, or 0.0.0.0 for all of them.`;
  }
  return config.database.dialect === 'sqlite'
    ? explainSqlite(code, message, config)
    : explainPostgres(error, code, message, config.database.url);
}

function explainSqlite(code: string, message: string, config: Config): string {
  const cannotWrite =
    /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOSPC|SQLITE_(CANTOPEN|READONLY|FULL|IOERR|AUTH|PERM).*)$/;
  if (cannotWrite.test(code) || /unable to open database file/i.test(message)) {
    return `The data folder ${config.dataDir} cannot be written (${code || message}). Make it writable, or set DATA_DIR to another folder.`;
  }
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return `${config.database.dialect === 'sqlite' ? config.database.file : ''} is not a database of Latchkey. Restore it, or set DATABASE_URL to another file.`;
  }
  return message;
}

const postgresReasons: Record<string, string> = {
  '28P01': 'the password is wrong',
  '28000': 'the user may not connect',
  '3D000': 'there is no such database',
  '42501': 'the user may not create tables there',
};

function explainPostgres(error: unknown, code: string, message: string, url: string): string {
  const reason = postgresReasons[code] ?? (isUnavailable(error) ? code || message : undefined);
  return reason === undefined
    ? message
    : `The database at ${describeUrl(url)} cannot be used: ${reason}. Check DATABASE_URL.`;
}

function describe(error: unknown): { code: string; message: string } {
  // What Node throws when every address of a host name refused.
  const single: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(single instanceof Error)) return { code: '', message: 'The server could not start.' };
  const code = 'code' in single && typeof single.code === 'string' ? single.code : '';
  return { code, message: single.message };
}
