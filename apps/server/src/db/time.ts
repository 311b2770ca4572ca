import { sql } from 'kysely';
import type { Clock } from '../lib/clock.ts';
import type { Db } from './database.ts';
import { isPostgres } from './locking.ts';

/**
 * The time that decides, in milliseconds since the epoch: that of the database's clock, which all nodes share. SQLite
 * has none; there the process's own stands in.
 */
export async function readDatabaseTime(db: Db, clock: Clock): Promise<number> {
  if (!isPostgres(db)) return clock.now();
  const { rows } = await sql<{ now: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  return clock.fromDatabase(rows[0]?.now ?? clock.now());
}
