import type { Db } from '../../db/database.ts';
import type { WhichSessions } from './queries.ts';

/** The next live sessions after that selector which `which` picks: for walking through all of them. */
export async function selectLiveAfter(
  db: Db,
  after: number,
  which: WhichSessions,
  limit: number,
): Promise<number[]> {
  const live = db.selectFrom('sessions').select('selector').where('ended_at', 'is', null);
  const rows = await which(live).where('selector', '>', after).orderBy('selector').limit(limit).execute();
  return rows.map((row) => row.selector);
}

/** The selector that ends a range of `size` rows after `after`; undefined: there are fewer, this is the last range. */
export async function selectRangeEnd(db: Db, after: number, size: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select('selector')
    .where('selector', '>', after)
    .orderBy('selector')
    .limit(1)
    .offset(size - 1)
    .executeTakeFirst();
  return row?.selector;
}

/** Deletes what ended, or expired, before that time, within a range of selectors. */
export async function deleteOverBefore(
  db: Db,
  range: { after: number; upTo: number | undefined },
  before: number,
): Promise<number> {
  const { upTo } = range;
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('selector', '>', range.after)
    .$if(upTo !== undefined, (query) => query.where('selector', '<=', upTo ?? 0))
    .where((session) => session.or([session('ended_at', '<', before), session('expires_at', '<', before)]))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Of the rows with the lowest selectors: how many they are, how many of them live, and the last one's selector. */
export async function sampleLive(
  db: Db,
  limit: number,
  now: number,
): Promise<{ read: number; live: number; last: number | null }> {
  const sample = db
    .selectFrom('sessions')
    .select(['selector', 'ended_at', 'expires_at'])
    .orderBy('selector')
    .limit(limit)
    .as('sample');
  return db
    .selectFrom(sample)
    .select((row) => [
      row.fn.countAll<number>().as('read'),
      row.fn
        .count<number>(
          row
            .case()
            .when(row.and([row('ended_at', 'is', null), row('expires_at', '>', now)]))
            .then(1)
            .end(),
        )
        .as('live'),
      row.fn.max<number | null>('selector').as('last'),
    ])
    .executeTakeFirstOrThrow();
}

/** How many live sessions have a token that a client may still hold and that was derived from one of these keys. */
export async function countLiveWithKeys(db: Db, keyIds: readonly number[], now: number): Promise<number> {
  const { count } = await db
    .selectFrom('sessions')
    .select((session) => session.fn.countAll<number>().as('count'))
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where((session) =>
      session.or([session('key_id', 'in', keyIds), session('previous_key_id', 'in', keyIds)]),
    )
    .executeTakeFirstOrThrow();
  return count;
}
