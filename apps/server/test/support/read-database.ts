import SqliteConnection from 'libsql';
import type { Environment } from '../../src/config.ts';
import { query } from './postgres-admin.ts';

type Row = Readonly<Record<string, unknown>>;

/** What the database of an installation holds, read past the server, also while it runs. */
export async function readDatabase(installation: Environment, sql: string): Promise<Row[]> {
  const url = installation['DATABASE_URL'] ?? '';
  if (!url.startsWith('sqlite:')) return query(url, sql);
  const connection = new SqliteConnection(url.slice('sqlite:'.length), { readonly: true });
  try {
    // Rows are objects; the driver's types do not say so.
    return connection.prepare(sql).all() as Row[];
  } finally {
    connection.close();
  }
}
