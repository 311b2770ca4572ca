import { sql, type RawBuilder } from 'kysely';
import type { Clock } from '../lib/clock.ts';
import type { Db } from './database.ts';
import { isPostgres } from './locking.ts';

/**
 * The time that decides, in milliseconds since the epoch: that of the database's clock, which all nodes share. SQLite
 * has none; there the process's own stands in.
 */
export async function readDatabaseTime(db: Db, clock: Clock): Promise<number> {
  if (!isPostgres(db)) return clock.now();
  const { rows } = await sql<{ now: number }>`select ${databaseNow(db)} as now`.execute(db);
  return toTime(rows[0]?.now ?? null, clock);
}

/** The same as part of a query. `toTime` makes a time of what comes back. */
export function databaseNow(db: Db): RawBuilder<number | null> {
  return isPostgres(db)
    ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<null>`null`;
}

export function toTime(databaseNow: number | null, clock: Clock): number {
  return databaseNow === null ? clock.now() : clock.fromDatabase(databaseNow);
}
