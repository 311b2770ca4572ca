import { describeUrl } from './banner.ts';
import type { Config } from './config.ts';
import { isUnavailable } from './db/errors.ts';

/** What Node and the drivers put on their errors, as far as it is there. */
interface Fault {
  readonly code: string;
  readonly message: string;
  readonly syscall?: unknown;
  readonly path?: unknown;
  readonly hostname?: unknown;
  readonly port?: unknown;
}

/** One line that says why the server did not start and what to do. It names no secret. */
export function explainStartFailure(error: unknown, config: Config | undefined): string {
  const fault = describe(error);
  if (config === undefined) return fault.message;
  const { database } = config;
  return (
    explainListening(fault, config) ??
    (database.dialect === 'sqlite'
      ? explainSqlite(fault, database.file)
      : explainPostgres(error, fault, database.url)) ??
    fault.message
  );
}

function explainListening(fault: Fault, { host, port, metrics }: Config): string | undefined {
  const { code, syscall, hostname } = fault;
  const ofMetrics = metrics?.listener;
  const isListening = syscall === 'listen' || syscall === 'getaddrinfo';
  if (ofMetrics && isListening && (fault.port === ofMetrics.port || hostname === ofMetrics.host))
    return explainMetricsListening(code, ofMetrics);
  if (code === 'EADDRINUSE') {
    const other = port < 65_535 ? port + 1 : port - 1;
    return `Port ${port} on ${host} is taken. Stop what uses it, or choose another: PORT=${other}`;
  }
  if (code === 'EACCES' && syscall === 'listen') {
    return `Port ${port} may not be used by this user. Choose one from 1024 on: PORT=8000`;
  }
  if (code === 'EADDRNOTAVAIL' || (syscall === 'getaddrinfo' && hostname === host)) {
    return `HOST=${host} is not an address of this machine. Use localhost, or 0.0.0.0 for all of them.`;
  }
  return undefined;
}

function explainMetricsListening(
  code: string,
  { host, port }: { host: string; port: number },
): string | undefined {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken. Stop what uses it, or choose another: METRICS_PORT=${port < 65_535 ? port + 1 : port - 1}`;
  if (code === 'EACCES')
    return `Port ${port} may not be used by this user. Choose one from 1024 on: METRICS_PORT=9464`;
  return `METRICS_HOST=${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of them.`;
}

const cannotWrite =
  /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR|ENOENT|ELOOP|ENAMETOOLONG|ENOSPC|SQLITE_(CANTOPEN|READONLY|FULL|IOERR|AUTH|PERM).*)$/;
// libsql reports SQLITE_CANTOPEN without a code, when a folder has the name of the file.
const cannotOpen = /unable to open/i;

function explainSqlite({ code, message, path }: Fault, file: string): string | undefined {
  if (cannotWrite.test(code) || cannotOpen.test(message)) {
    const where = typeof path === 'string' ? path : file;
    const reason = code === '' ? '' : ` (${code})`;
    return `${where} cannot be used for the data${reason}. Make it writable, or set DATA_DIR to another folder.`;
  }
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return `${file} is not a database of Latchkey. Restore it, or set DATABASE_URL to another file.`;
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return `${file} is locked by another process for too long. Stop that process, and start again.`;
  }
  return undefined;
}

const postgresReasons: Record<string, string> = {
  '28P01': 'the password is wrong',
  '28000': 'the user may not connect',
  '3D000': 'there is no such database',
  '42501': 'the user may not create tables there',
  ECONNREFUSED: 'no PostgreSQL listens there (ECONNREFUSED)',
  ENOTFOUND: 'there is no such host (ENOTFOUND)',
};
// What the driver says without a code; a code of OpenSSL or of the file system belongs to a certificate.
const cannotConnect = /\b(SSL|SASL|TLS|certificate)\b/i;
const certificateCodes = /CERT|TLS|SSL|^(ENOENT|EACCES|EISDIR)$/;
const wantsTls = /pg_hba\.conf\b.*(no encryption|SSL off)/;
const notVerified = /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME/;

function explainPostgres(error: unknown, { code, message }: Fault, url: string): string | undefined {
  const where = `The database at ${describeUrl(url)}`;
  if (wantsTls.test(message)) return `${where} wants TLS. Set DATABASE_SSLMODE to verify-full.`;
  if (notVerified.test(code)) {
    return (
      `${where} has a certificate that cannot be verified: ${message}. ` +
      'Name its CA in DATABASE_URL (sslrootcert=FILE), or set DATABASE_SSLMODE to no-verify where nobody can come between.'
    );
  }
  const hasOtherReason = cannotConnect.test(message) || certificateCodes.test(code);
  const reason =
    postgresReasons[code] ?? (isUnavailable(error) ? code || message : hasOtherReason ? message : undefined);
  return reason && `${where} cannot be used: ${reason}. Check DATABASE_URL.`;
}

function describe(error: unknown): Fault {
  // What Node throws when every address of a host name refused.
  const single: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(single instanceof Error)) return { code: '', message: 'The server could not start.' };
  const { message, code, syscall, path, hostname, port }: Error & Partial<Record<keyof Fault, unknown>> =
    single;
  return { message, code: typeof code === 'string' ? code : '', syscall, path, hostname, port };
}
