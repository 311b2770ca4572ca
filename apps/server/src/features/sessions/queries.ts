import type { SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import { lockRows } from '../../db/locking.ts';
import type { Db, Trx } from '../../db/database.ts';
import type { Tables } from '../../db/tables.ts';
import type { EndReason } from './protocol.ts';
import { sessionRowColumns, type SessionRow } from './session-row.ts';

export interface NewSession {
  readonly selector: number;
  readonly id: string;
  readonly accountId: number;
  readonly keyId: number;
  readonly address: string;
  readonly userAgent: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** @returns whether it was inserted: the selector may be taken. */
export async function insertSession(trx: Trx, session: NewSession): Promise<boolean> {
  const inserted = await trx
    .insertInto('sessions')
    .values({
      selector: session.selector,
      id: session.id,
      account_id: session.accountId,
      created_at: session.createdAt,
      address: session.address,
      user_agent: session.userAgent,
      generation: 0,
      key_id: session.keyId,
      previous_key_id: session.keyId,
      rotated_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .onConflict((conflict) => conflict.column('selector').doNothing())
    .returning('selector')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function selectSession(db: Db, selector: number): Promise<SessionRow | undefined> {
  // The columns are those of SessionRow.
  const { rows } = await sql<SessionRow>`
    select ${sql.raw(sessionRowColumns)} from sessions where selector = ${selector}`.execute(db);
  return rows[0];
}

type SessionQuery = SelectQueryBuilder<Tables, 'sessions', { selector: number }>;

/** The live sessions among those that `which` picks, in the order in which everything locks them. */
async function lockLive(trx: Trx, which: (query: SessionQuery) => SessionQuery): Promise<number[]> {
  const live = trx.selectFrom('sessions').select('selector').where('ended_at', 'is', null);
  const rows = await lockRows(trx, which(live).orderBy('selector')).execute();
  return rows.map((row) => row.selector);
}

const chunkSize = 500;

/**
 * Ends the live sessions that `which` picks.
 *
 * @returns how many there were.
 */
export async function endSessions(
  trx: Trx,
  which: (query: SessionQuery) => SessionQuery,
  reason: EndReason,
  now: number,
): Promise<number> {
  const selectors = await lockLive(trx, which);
  for (let from = 0; from < selectors.length; from += chunkSize) {
    await trx
      .updateTable('sessions')
      .set({ ended_at: now, end_reason: reason })
      .where('selector', 'in', selectors.slice(from, from + chunkSize))
      .execute();
  }
  return selectors.length;
}

/** One session, unless it has ended already: the first reason stays. */
export async function endSession(db: Db, selector: number, reason: EndReason, now: number): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ ended_at: now, end_reason: reason })
    .where('selector', '=', selector)
    .where('ended_at', 'is', null)
    .execute();
}

/** The selectors of an account's live sessions from the `keep`-th on, most recently used first. */
export async function selectBeyond(
  trx: Trx,
  accountId: number,
  keep: number,
  now: number,
): Promise<number[]> {
  const rows = await trx
    .selectFrom('sessions')
    .select('selector')
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('rotated_at', 'desc')
    // An offset alone is no SQL for SQLite; there is no such thing as more than this.
    .limit(1_000_000)
    .offset(keep)
    .execute();
  return rows.map((row) => row.selector);
}

export interface OwnSession {
  readonly id: string;
  readonly userAgent: string;
  readonly address: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

/** The live sessions of an account, newest first, older than the one that `before` names. */
export function selectLiveSessions(
  db: Db,
  accountId: number,
  now: number,
  page: { before: { createdAt: number; id: string } | undefined; limit: number },
): Promise<OwnSession[]> {
  const { before } = page;
  return db
    .selectFrom('sessions')
    .select([
      'id',
      'user_agent as userAgent',
      'address',
      'created_at as createdAt',
      'rotated_at as lastUsedAt',
      'expires_at as expiresAt',
    ])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${before?.createdAt}, ${before?.id})`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

/** Everything that is kept about an account's sessions, ended ones too. */
export function selectAllSessions(
  db: Db,
  accountId: number,
): Promise<(OwnSession & { endedAt: number | null })[]> {
  return db
    .selectFrom('sessions')
    .select([
      'id',
      'user_agent as userAgent',
      'address',
      'created_at as createdAt',
      'rotated_at as lastUsedAt',
      'expires_at as expiresAt',
      'ended_at as endedAt',
    ])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .execute();
}

/** Whether a session is live and its account active, and what that account may do. */
export function selectLiveCaller(
  db: Db,
  accountId: number,
  sessionId: string,
  now: number,
): Promise<{ isStaff: 0 | 1 } | undefined> {
  return db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select('accounts.is_staff as isStaff')
    .where('sessions.id', '=', sessionId)
    .where('sessions.account_id', '=', accountId)
    .where('sessions.ended_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .where('accounts.is_active', '=', 1)
    .executeTakeFirst();
}

export async function deleteSessionsOf(trx: Trx, accountId: number): Promise<void> {
  await lockLive(trx, (query) => query.where('account_id', '=', accountId));
  await trx.deleteFrom('sessions').where('account_id', '=', accountId).execute();
}

/** The next live sessions after that selector which `which` picks: for walking through all of them. */
export async function selectLiveAfter(
  db: Db,
  after: number,
  which: (query: SessionQuery) => SessionQuery,
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
