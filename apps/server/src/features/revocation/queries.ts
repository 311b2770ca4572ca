import { sql } from 'kysely';
import type { Db, Trx } from '../../db/database.ts';

/** Notes the end of a session, in the transaction that ends it. */
export async function recordEnd(trx: Trx, sessionId: string, now: number): Promise<void> {
  await trx.insertInto('ended_sessions').values({ session_id: sessionId, ended_at: now }).execute();
}

/** The same for many, by their selectors. */
export async function recordEnds(trx: Trx, selectors: readonly number[], now: number): Promise<void> {
  await trx
    .insertInto('ended_sessions')
    .columns(['session_id', 'ended_at'])
    .expression((rows) =>
      rows
        .selectFrom('sessions')
        .select(['id', rows.val(now).as('ended_at')])
        .where('selector', 'in', selectors),
    )
    .execute();
}

export interface EndedSession {
  readonly seq: number;
  readonly sessionId: string;
  readonly endedAt: number;
}

/** The newest of the sessions that ended after that time. */
export function selectEndedSince(db: Db, since: number, limit: number): Promise<EndedSession[]> {
  return db
    .selectFrom('ended_sessions')
    .select(['seq', 'session_id as sessionId', 'ended_at as endedAt'])
    .where('ended_at', '>', since)
    .orderBy('ended_at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

/** What says whether anything has changed: how many there are since then, the first of them, and the last number given. */
export async function selectExtent(
  db: Db,
  since: number,
): Promise<{ count: number; first: number; seq: number }> {
  const recent = db
    .selectFrom('ended_sessions')
    .select((row) => [
      row.fn.countAll<number>().as('count'),
      row.fn.coalesce(row.fn.min('seq'), sql<number>`0`).as('first'),
    ])
    .where('ended_at', '>', since)
    .as('recent');
  const all = db
    .selectFrom('ended_sessions')
    .select((row) => row.fn.coalesce(row.fn.max('seq'), sql<number>`0`).as('seq'))
    .as('all_of_them');
  const { count, first, seq } = await db
    .selectFrom([recent, all])
    .select(['count', 'first', 'seq'])
    .executeTakeFirstOrThrow();
  return { count, first, seq };
}

/** Deletes what ended before that time. The last row stays, so that numbers go on from there. */
export async function deleteEndedBefore(db: Db, before: number): Promise<void> {
  await db
    .deleteFrom('ended_sessions')
    .where('ended_at', '<', before)
    .where('seq', '<', (rows) =>
      rows.selectFrom('ended_sessions').select((row) => row.fn.max('seq').as('seq')),
    )
    .execute();
}
