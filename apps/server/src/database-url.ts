import { isAbsolute, resolve } from 'node:path';
import type { DatabaseLocation } from './db/database.ts';

const sslModes = ['disable', 'no-verify', 'verify-full'];
/** What the driver takes for `verify-full`, and means to take for less one day. */
const promisesLess = ['prefer', 'require', 'verify-ca'];

/** Which database `DATABASE_URL` and `DATABASE_SSLMODE` name; what is wrong with them joins the problems. */
export function readDatabase(
  text: string | undefined,
  sslMode: string | undefined,
  dataDir: string,
  problems: string[],
): DatabaseLocation {
  const database = readUrl(text, dataDir, problems);
  if (database.dialect === 'postgres') return { ...database, url: secured(database.url, sslMode, problems) };
  if (sslMode !== undefined)
    problems.push('DATABASE_SSLMODE goes with a DATABASE_URL of PostgreSQL; with SQLite leave it out.');
  return database;
}

function readUrl(text: string | undefined, dataDir: string, problems: string[]): DatabaseLocation {
  if (text === undefined || text === 'sqlite:')
    return { dialect: 'sqlite', file: resolve(dataDir, 'latchkey.db') };
  if (text.startsWith('sqlite:')) {
    const path = text.slice('sqlite:'.length).replace(/^\/\/(?=\/|\.)/, '');
    return { dialect: 'sqlite', file: isAbsolute(path) ? path : resolve(path) };
  }
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return { dialect: 'postgres', url: text };
  problems.push(
    'DATABASE_URL must be sqlite:, sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE (special characters in the password percent-encoded).',
  );
  return { dialect: 'sqlite', file: '' };
}

/**
 * The address with one of `sslModes`, or as it is where it says nothing. Whatever asks for TLS gets a certificate that is
 * verified, unless `no-verify` is what was asked for: a mode that promises less is no reason to do less.
 */
function secured(text: string, sslMode: string | undefined, problems: string[]): string {
  if (sslMode !== undefined && !sslModes.includes(sslMode)) {
    problems.push(
      `DATABASE_SSLMODE must be one of ${sslModes.join(', ')}: no TLS, TLS with any certificate, or with one that is verified.`,
    );
    return text;
  }
  const url = new URL(text);
  const given = url.searchParams.get('sslmode');
  const wanted = sslMode ?? (given !== null && promisesLess.includes(given) ? 'verify-full' : undefined);
  if (wanted === undefined) return text;
  url.searchParams.set('sslmode', wanted);
  // Would make the driver read the mode in another way.
  url.searchParams.delete('uselibpqcompat');
  return url.href;
}
