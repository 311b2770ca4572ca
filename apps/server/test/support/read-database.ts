import SqliteConnection from 'libsql';
import type { Environment } from '../../src/config.ts';
import { query } from './postgres-admin.ts';

type Row = Readonly<Record<string, unknown>>;

/** What the database of an installation holds, read past the server, also while it runs. */
export async function readDatabase(installation: Environment, sql: string): Promise<Row[]> {
  const file = sqliteFile(installation);
  if (file === undefined) return query(databaseUrl(installation), sql);
  const connection = new SqliteConnection(file, { readonly: true });
  try {
    // Rows are objects; the driver's types do not say so.
    return connection.prepare(sql).all() as Row[];
  } finally {
    connection.close();
  }
}

/** Changes the database of an installation past the server. */
export async function writeDatabase(installation: Environment, sql: string): Promise<void> {
  const file = sqliteFile(installation);
  if (file === undefined) {
    await query(databaseUrl(installation), sql);
    return;
  }
  const connection = new SqliteConnection(file);
  try {
    connection.exec(sql);
  } finally {
    connection.close();
  }
}

function databaseUrl(installation: Environment): string {
  return installation['DATABASE_URL'] ?? '';
}

function sqliteFile(installation: Environment): string | undefined {
  return /^sqlite:(.+)$/.exec(databaseUrl(installation))?.[1];
}
