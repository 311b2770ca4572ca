import { sql } from 'kysely';
import { lockFreeRows } from '../../db/locking.ts';
import { databaseNow } from '../../db/time.ts';
import { prepared } from '../../db/prepared.ts';
import type { Db } from '../../db/database.ts';

export interface AttemptsRow {
  readonly key: string;
  readonly arrivesAt: number;
  readonly reportedAt: number | null;
}

/** By the number of keys. */
const looks: ReturnType<typeof prepareLook>[] = [];

function prepareLook(count: number) {
  return prepared((db, keys: readonly string[]) => {
    const clock = db.selectNoFrom(databaseNow(db).as('now')).as('clock');
    const all = Array.from({ length: count }, (_, i) => keys[i] ?? '');
    return db
      .selectFrom(clock)
      .leftJoin('attempts', (join) => join.on('attempts.key', 'in', all))
      .select(['clock.now', 'key', 'arrives_at as arrivesAt', 'reported_at as reportedAt']);
  });
}

/** What is counted under some keys, and the time by the database's clock (null: it has none), in one look. */
export async function selectAttempts(
  db: Db,
  keys: readonly string[],
): Promise<{ now: number | null; rows: AttemptsRow[] }> {
  const look = (looks[keys.length] ??= prepareLook(keys.length));
  const found = await look(db, keys);
  const rows = found.flatMap(({ key, arrivesAt, reportedAt }) =>
    key === null || arrivesAt === null ? [] : [{ key, arrivesAt, reportedAt }],
  );
  return { now: found[0]?.now ?? null, rows };
}

/** One attempt more under a key, by GCRA; times are in milliseconds since the epoch. */
export interface CountedAttempt {
  readonly key: string;
  /** `now` and the interval: where the key begins anew. */
  readonly fromNow: number;
}

/**
 * Counts one attempt under each of the keys, in one statement.
 *
 * @param attempts in the order of their keys: everybody locks the rows in that order.
 * @param upTo how far away an arrival time can get.
 * @param horizon an arrival time beyond it counts for nothing.
 * @returns the arrival times now.
 */
export function countAttempts(
  db: Db,
  attempts: readonly CountedAttempt[],
  { now, upTo, horizon }: { now: number; upTo: number; horizon: number },
): Promise<{ key: string; arrivesAt: number }[]> {
  return db
    .insertInto('attempts')
    .values(attempts.map(({ key, fromNow }) => ({ key, arrives_at: fromNow })))
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        arrives_at: sql`case
          when attempts.arrives_at <= ${now} or attempts.arrives_at > ${horizon} then excluded.arrives_at
          when attempts.arrives_at - ${now} + excluded.arrives_at > ${upTo} then ${upTo}
          else attempts.arrives_at - ${now} + excluded.arrives_at end`,
      }),
    )
    .returning(['key', 'arrives_at as arrivesAt'])
    .execute();
}

/**
 * Notes that the audit trail is told about a key, unless it was within a window of now.
 *
 * @returns whether it is to be told.
 */
export async function markReported(db: Db, key: string, now: number, windowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('attempts')
    .set({ reported_at: now })
    .where('key', '=', key)
    .where((row) =>
      row.or([
        row('reported_at', 'is', null),
        row('reported_at', '<=', now - windowMs),
        // The clock was set back. A little later than now is what others noted who looked later.
        row('reported_at', '>', now + windowMs),
      ]),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Deletes up to `limit` keys under which nothing counts any more, and whose report is from before that time. */
export async function deleteSpent(
  db: Db,
  { now, reportedBefore }: { now: number; reportedBefore: number },
  limit: number,
): Promise<number> {
  const spent = db
    .selectFrom('attempts')
    .select('key')
    .where('arrives_at', '<=', now)
    .where((row) => row.or([row('reported_at', 'is', null), row('reported_at', '<', reportedBefore)]))
    .limit(limit);
  const { numDeletedRows } = await db
    .deleteFrom('attempts')
    // Whoever counts at this moment is not waited for, so that nobody can wait for each other.
    .where('key', 'in', () => lockFreeRows(db, spent))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
