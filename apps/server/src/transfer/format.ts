import type { DatabaseLocation } from '../db/database.ts';
import { isRecord } from '../lib/is-record.ts';

/**
 * A backup is a text of lines, compressed with gzip (RFC 1952); docs/backup-format.md describes it:
 *
 *     {"format":"latchkey backup","format_version":1,…}    the header
 *     {"table":"accounts","columns":["id","email",…]}      then, for each table,
 *     [1,"ada@example.com",…]                              its rows
 *     {"rows":1}                                           and how many there were
 *     {"end":"latchkey backup","rows":1,"sha256":"…"}      and at last the digest of every byte before this line
 */
export const formatName = 'latchkey backup';
export const formatVersion = 1;

export interface Header {
  /** The version of Latchkey that has written it. */
  readonly software: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** The kind of database that it was taken from; it can be restored into either. */
  readonly database: DatabaseLocation['dialect'];
  /** Those that had been run, in their order: the rows are of these tables. */
  readonly migrations: readonly string[];
  /** For each table that numbers its rows the last number it had given. */
  readonly lastIds: Readonly<Record<string, number>>;
  /** By these the SECRET_KEYs are recognised. */
  readonly secretKeyChecks: readonly string[];
  /** The SECRET_KEY itself, where that was asked for. */
  readonly secretKey: string | undefined;
}

/** What is wrong with a backup, for the operator. */
export class BackupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupError';
  }
}

export const damaged = (how: string, cause?: unknown): BackupError =>
  new BackupError(`The backup is damaged: ${how}. Take another copy of it; this one cannot be restored.`, {
    cause,
  });

export const notABackup = (): BackupError => new BackupError('This is not a backup of Latchkey.');

export function headerLine(header: Header): string {
  return JSON.stringify({
    format: formatName,
    format_version: formatVersion,
    software: header.software,
    made_at: header.madeAt,
    database: header.database,
    migrations: header.migrations,
    last_ids: header.lastIds,
    secret_key_checks: header.secretKeyChecks,
    ...(header.secretKey !== undefined && { secret_key: header.secretKey }),
  });
}

/** @throws BackupError where the line is no header, or one of a newer format. */
export function parseHeader(line: string): Header {
  const value = parseLine(line, notABackup);
  if (!isRecord(value) || value['format'] !== formatName) throw notABackup();
  const { software, made_at, database, migrations, last_ids, secret_key_checks, secret_key } = value;
  const name = typeof software === 'string' ? software : 'unknown';
  if (value['format_version'] !== formatVersion) throw newer(name);
  if (
    typeof software !== 'string' ||
    typeof made_at !== 'string' ||
    (database !== 'sqlite' && database !== 'postgres') ||
    !isList(migrations) ||
    !isList(secret_key_checks) ||
    !isRecord(last_ids) ||
    (secret_key !== undefined && typeof secret_key !== 'string')
  ) {
    throw damaged('its first line says too little');
  }
  const lastIds: Record<string, number> = {};
  for (const [table, last] of Object.entries(last_ids)) lastIds[table] = Number(last);
  const secrets = { secretKeyChecks: secret_key_checks, secretKey: secret_key };
  return { software, madeAt: made_at, database, migrations, lastIds, ...secrets };
}

export const newer = (software: string): BackupError =>
  new BackupError(
    `The backup was taken with Latchkey ${software}, which is newer. Restore it with that version, or a newer one.`,
  );

/** What a line says, as JSON. @throws what `fault` makes. */
export function parseLine(line: string, fault: () => Error): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    throw fault();
  }
}

export function isList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
