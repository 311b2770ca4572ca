import type { SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import { lockRows } from '../../db/locking.ts';
import type { Db, Trx } from '../../db/database.ts';
import { prepared } from '../../db/prepared.ts';
import type { Tables } from '../../db/tables.ts';
import { endTokensOf, followPasswordThere } from '../former-tokens/index.ts';
import { recordEnd, recordEnds } from '../revocation/index.ts';
import type { EndReason } from './protocol.ts';
import { sessionRowColumns, type SessionRow } from './session-row.ts';

export interface NewSession {
  readonly selector: number;
  readonly id: string;
  readonly accountId: number;
  readonly isStaff: 1 | null;
  readonly keyId: number;
  readonly address: string;
  readonly userAgent: string;
  readonly network: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Of the request that began it in exchange for another token. */
  readonly idempotencyDigest: string | null;
}

const insertion = prepared((trx, session: NewSession) =>
  trx
    .insertInto('sessions')
    .values({
      selector: session.selector,
      id: session.id,
      account_id: session.accountId,
      is_staff: session.isStaff,
      created_at: session.createdAt,
      address: session.address,
      user_agent: session.userAgent,
      network: session.network,
      generation: 0,
      key_id: session.keyId,
      previous_key_id: session.keyId,
      rotated_at: session.createdAt,
      idempotency_digest: session.idempotencyDigest,
      expires_at: session.expiresAt,
    })
    .onConflict((conflict) => conflict.column('selector').doNothing())
    .returning('selector'),
);

/** @returns whether it was inserted: the selector may be taken. */
export async function insertSession(trx: Trx, session: NewSession): Promise<boolean> {
  return (await insertion(trx, session)).length > 0;
}

/** Whether the account has had a session from there, as long as sessions are kept. */
export async function hasSessionFrom(db: Db, accountId: number, network: string): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .select('selector')
    .where('account_id', '=', accountId)
    .where('network', '=', network)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const history = prepared((db, { accountId, network }: { accountId: number; network: string }) => {
  const sessions = db.selectFrom('sessions').where('account_id', '=', accountId);
  const fromThere = sessions.select('selector').where('network', '=', network).limit(1);
  return db.selectNoFrom([
    sessions.select((all) => all.fn.countAll<number>().as('count')).as('count'),
    fromThere.as('fromThere'),
  ]);
});

/** How many sessions the account has, the ended ones too as long as they are kept, and whether one is from there. */
export async function selectHistory(
  db: Db,
  accountId: number,
  network: string,
): Promise<{ sessions: number; knowsNetwork: boolean }> {
  const [row] = await history(db, { accountId, network });
  return { sessions: row?.count ?? 0, knowsNetwork: typeof row?.fromThere === 'number' };
}

export async function selectSession(db: Db, selector: number): Promise<SessionRow | undefined> {
  // The columns are those of SessionRow.
  const { rows } = await sql<SessionRow>`
    select ${sql.raw(sessionRowColumns)} from sessions where selector = ${selector}`.execute(db);
  return rows[0];
}

export type SessionQuery = SelectQueryBuilder<Tables, 'sessions', { selector: number }>;
/** Narrows a query to some of the sessions. */
export type WhichSessions = (query: SessionQuery) => SessionQuery;

/** The live sessions among those that `which` picks, in the order in which everything locks them. */
async function lockLive(trx: Trx, which: WhichSessions): Promise<number[]> {
  const live = trx.selectFrom('sessions').select('selector').where('ended_at', 'is', null);
  const rows = await lockRows(trx, which(live).orderBy('selector')).execute();
  return rows.map((row) => row.selector);
}

const chunkSize = 500;

/** Some sessions, by their names. All sessions of an account are no such thing: more has to end with them. */
export type NamedSessions =
  | { readonly selectors: readonly number[] }
  | { readonly id: string; readonly accountId?: number | undefined };

/**
 * Ends those of the sessions that live.
 *
 * @returns how many there were.
 */
export function endSessions(trx: Trx, named: NamedSessions, reason: EndReason, now: number): Promise<number> {
  return endLive(trx, (session) => pick(session, named), reason, now);
}

function pick(session: SessionQuery, named: NamedSessions): SessionQuery {
  if ('selectors' in named) return session.where('selector', 'in', named.selectors);
  const { id, accountId } = named;
  return session
    .where('id', '=', id)
    .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? 0));
}

/**
 * Ends every live session of an account, and the refresh tokens of the former system that could still begin one.
 *
 * @param but the id of a session that goes on.
 * @returns how many sessions there were.
 */
export async function endSessionsOf(
  trx: Trx,
  accountId: number,
  reason: EndReason,
  now: number,
  but?: string,
): Promise<number> {
  // First: an exchange that is on its way holds the same row, and its session is found below.
  await endTokensOf(trx, accountId, reason, now);
  return endLiveOf(trx, accountId, reason, now, but);
}

/**
 * Ends every live session of an account whose password has changed in the former system. Which of that system's tokens are
 * over is for that system to say, and for the next import of them: it may only have renewed a hash.
 *
 * @returns how many sessions there were.
 */
export async function endSessionsAfterImport(trx: Trx, accountId: number, now: number): Promise<number> {
  await followPasswordThere(trx, accountId);
  return endLiveOf(trx, accountId, 'password_changed', now);
}

function endLiveOf(
  trx: Trx,
  accountId: number,
  reason: EndReason,
  now: number,
  but?: string,
): Promise<number> {
  const all: WhichSessions = (session) =>
    session
      .where('account_id', '=', accountId)
      .$if(but !== undefined, (query) => query.where('id', '!=', but ?? ''));
  return endLive(trx, all, reason, now);
}

/** Ends every live session whose tokens were derived from one of these secret keys. @returns how many there were. */
export function endSessionsOfKeys(trx: Trx, keyIds: readonly number[], now: number): Promise<number> {
  const all: WhichSessions = (session) =>
    session.where((row) => row.or([row('key_id', 'in', keyIds), row('previous_key_id', 'in', keyIds)]));
  return endLive(trx, all, 'key_retired', now);
}

async function endLive(trx: Trx, which: WhichSessions, reason: EndReason, now: number): Promise<number> {
  const selectors = await lockLive(trx, which);
  for (let from = 0; from < selectors.length; from += chunkSize) {
    const chunk = selectors.slice(from, from + chunkSize);
    await trx
      .updateTable('sessions')
      .set({ ended_at: now, end_reason: reason })
      .where('selector', 'in', chunk)
      .execute();
    await recordEnds(trx, chunk, now);
  }
  return selectors.length;
}

/**
 * Ends one session, unless it has ended already: the first reason stays.
 *
 * @returns which one it was; undefined where it had ended.
 */
export async function endSession(
  trx: Trx,
  selector: number,
  reason: EndReason,
  now: number,
): Promise<{ sessionId: string; accountId: number; userAgent: string } | undefined> {
  const ended = await trx
    .updateTable('sessions')
    .set({ ended_at: now, end_reason: reason })
    .where('selector', '=', selector)
    .where('ended_at', 'is', null)
    .returning(['id as sessionId', 'account_id as accountId', 'user_agent as userAgent'])
    .executeTakeFirst();
  if (ended) await recordEnd(trx, ended.sessionId, now);
  return ended;
}

/**
 * Writes the end of a session once more, as it is. Whoever ended it may have gone without an answer before a synchronous
 * standby had it, and a transaction that writes nothing does not wait for one.
 */
export async function confirmEnd(trx: Trx, selector: number): Promise<void> {
  await trx
    .updateTable('sessions')
    .set((columns) => ({ end_reason: columns.ref('end_reason') }))
    .where('selector', '=', selector)
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

/**
 * Has what other services are told in access tokens follow the account. Who administers signs in with a password: refresh
 * tokens of the former system are of no use any more. The caller has locked the account's row.
 */
export async function updateStaffSessions(
  trx: Trx,
  accountId: number,
  isStaff: boolean,
  now: number,
): Promise<void> {
  if (isStaff) await endTokensOf(trx, accountId, 'admin', now);
  await trx
    .updateTable('sessions')
    .set({ is_staff: isStaff ? 1 : null })
    .where('account_id', '=', accountId)
    .execute();
}

/** Deletes every session of an account. */
export async function deleteSessionsOf(trx: Trx, accountId: number, now: number): Promise<void> {
  const live = await lockLive(trx, (query) => query.where('account_id', '=', accountId));
  for (let from = 0; from < live.length; from += chunkSize)
    await recordEnds(trx, live.slice(from, from + chunkSize), now);
  await trx.deleteFrom('sessions').where('account_id', '=', accountId).execute();
}
