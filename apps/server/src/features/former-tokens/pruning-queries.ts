import type { Db } from '../../db/database.ts';
import type { FormerTokenSource } from '../../db/tables.ts';

/** The windows, and when each of them is over. */
export async function selectEnds(db: Db): Promise<{ source: FormerTokenSource; overAt: number }[]> {
  const rows = await db
    .selectFrom('former_token_windows')
    .select(['source', 'ends_at', 'ended_at'])
    .execute();
  return rows.map(({ source, ends_at, ended_at }) => ({ source, overAt: ended_at ?? ends_at }));
}

/**
 * Deletes some of the tokens that were last seen before that time, unless their window is open or was until then: it may be
 * opened anew in this very moment.
 */
export async function deleteSomeTokens(
  db: Db,
  source: FormerTokenSource,
  before: number,
  limit: number,
): Promise<number> {
  const some = db
    .selectFrom('former_tokens')
    .select('digest')
    .where('source', '=', source)
    .where('seen_at', '<', before)
    .limit(limit);
  const { numDeletedRows } = await db
    .deleteFrom('former_tokens')
    .where('digest', 'in', some)
    .where((row) => row.not(row.exists(windowsUntil(db, before).where('source', '=', source))))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** The same for the accounts that came from the former system, where no such window is left at all. */
export async function deleteSomeHolders(db: Db, before: number, limit: number): Promise<number> {
  const some = db
    .selectFrom('former_token_holders')
    .select('account_id')
    .where('seen_at', '<', before)
    .limit(limit);
  const { numDeletedRows } = await db
    .deleteFrom('former_token_holders')
    .where('account_id', 'in', some)
    .where((row) => row.not(row.exists(windowsUntil(db, before))))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function deleteWindow(db: Db, source: FormerTokenSource, before: number): Promise<void> {
  await db
    .deleteFrom('former_token_windows')
    .where('source', '=', source)
    .where((row) => row(row.fn.coalesce('ended_at', 'ends_at'), '<', before))
    .execute();
}

function windowsUntil(db: Db, before: number) {
  return db
    .selectFrom('former_token_windows')
    .select('source')
    .where((row) => row(row.fn.coalesce('ended_at', 'ends_at'), '>=', before));
}
