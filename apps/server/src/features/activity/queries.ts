import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';

/** Adds to the counts of a stretch of time; in the same order everywhere, so that no two nodes wait for each other. */
export async function addCounts(db: Db, since: number, counts: ReadonlyMap<string, number>): Promise<void> {
  await db
    .insertInto('activity')
    .values([...counts].sort().map(([kind, count]) => ({ since, kind, count })))
    .onConflict((conflict) =>
      conflict.columns(['since', 'kind']).doUpdateSet({ count: sql`activity.count + excluded.count` }),
    )
    .execute();
}

/** @param from in milliseconds since the epoch. */
export function selectCounts(
  db: Db,
  from: number,
): Promise<{ since: number; kind: string; count: number }[]> {
  return db
    .selectFrom('activity')
    .select(['since', 'kind', 'count'])
    .where('since', '>=', from)
    .orderBy('since')
    .execute();
}

export async function deleteCountsBefore(db: Db, before: number): Promise<void> {
  await db.deleteFrom('activity').where('since', '<', before).execute();
}
