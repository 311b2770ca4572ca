import { sql } from 'kysely';
import type { Db } from './database.ts';
import { isPostgres } from './locking.ts';

/** Whether PostgreSQL refuses to be written to: a standby, or one that was told so. SQLite is a file; its mode tells. */
export async function isReadOnly(db: Db): Promise<boolean> {
  if (!isPostgres(db)) return false;
  const { rows } = await sql<{ readOnly: boolean }>`
    select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as "readOnly"`.execute(db);
  return rows[0]?.readOnly === true;
}
