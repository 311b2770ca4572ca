import { sql } from 'kysely';
import { lockRows, shareRows } from '../../db/locking.ts';
import type { Db, Trx } from '../../db/database.ts';
import type { FormerTokenSource, FormerTokenWindowsTable } from '../../db/tables.ts';
import type { FormerHolder, FormerWindow, StoredFormerToken } from './judge.ts';

const tokenColumns = [
  'account_id as accountId',
  'expires_at as expiresAt',
  'seen_at as seenAt',
  'selector',
  'ended_at as endedAt',
  'end_reason as endReason',
] as const;

export function selectToken(db: Db, digest: string): Promise<StoredFormerToken | undefined> {
  return db.selectFrom('former_tokens').select(tokenColumns).where('digest', '=', digest).executeTakeFirst();
}

/** The token, which nobody else can exchange or end until the transaction ends. */
export function lockToken(trx: Trx, digest: string): Promise<StoredFormerToken | undefined> {
  const query = trx.selectFrom('former_tokens').select(tokenColumns).where('digest', '=', digest);
  return lockRows(trx, query).executeTakeFirst();
}

/** The window, which nobody can close until the transaction ends; whoever else exchanges waits for nothing. */
export function shareWindow(trx: Trx, source: FormerTokenSource): Promise<FormerWindow | undefined> {
  const query = trx
    .selectFrom('former_token_windows')
    .select([
      'source',
      'opened_at as openedAt',
      'ends_at as endsAt',
      'ended_at as endedAt',
      'end_reason as endReason',
    ])
    .where('source', '=', source);
  return shareRows(trx, query).executeTakeFirst();
}

/** The account's row, which whatever ends all its sessions has to wait for. */
export function lockHolder(trx: Trx, accountId: number): Promise<FormerHolder | undefined> {
  const query = trx
    .selectFrom('former_token_holders')
    .select([
      'credential_version as credentialVersion',
      'password_check as passwordCheck',
      'seen_at as seenAt',
      'ended_at as endedAt',
      'end_reason as endReason',
    ])
    .where('account_id', '=', accountId);
  return lockRows(trx, query).executeTakeFirst();
}

export interface NewFormerToken {
  readonly digest: string;
  readonly source: FormerTokenSource;
  readonly accountId: number | null;
  readonly expiresAt: number;
}

/** Keeps a signed token from the moment on that it is used: of two who come with it one finds the other's row. */
export async function keepToken(trx: Trx, token: NewFormerToken, now: number): Promise<void> {
  await trx
    .insertInto('former_tokens')
    .values({
      digest: token.digest,
      source: token.source,
      account_id: token.accountId,
      expires_at: token.expiresAt,
      seen_at: now,
    })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .execute();
}

export async function markExchanged(trx: Trx, digest: string, selector: number): Promise<void> {
  await trx.updateTable('former_tokens').set({ selector }).where('digest', '=', digest).execute();
}

/** Ends a token; the first reason stays, and is written once more (a transaction that writes nothing waits for no standby). */
export async function endToken(trx: Trx, digest: string, reason: string, now: number): Promise<void> {
  await trx
    .updateTable('former_tokens')
    .set((token) => ({
      ended_at: token.fn.coalesce('ended_at', token.val(now)),
      end_reason: token.fn.coalesce('end_reason', token.val(reason)),
    }))
    .where('digest', '=', digest)
    .execute();
}

/** Ends the tokens of an account that were not exchanged yet: those that are known, and those that only a key knows. */
export async function endTokensOf(trx: Trx, accountId: number, reason: string, now: number): Promise<void> {
  await trx
    .updateTable('former_token_holders')
    .set({ ended_at: now, end_reason: reason })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute();
}

/**
 * Closes windows before their time, and forgets their keys: nobody can make tokens with them from now on.
 *
 * @param source undefined: all of them.
 * @returns those that were open.
 */
export async function endWindows(
  trx: Trx,
  source: FormerTokenSource | undefined,
  reason: string,
  now: number,
): Promise<FormerTokenSource[]> {
  const rows = await trx
    .updateTable('former_token_windows')
    .set({ ended_at: now, end_reason: reason, sealed_key: null, secret_key_id: null })
    .where('ended_at', 'is', null)
    .$if(source !== undefined, (query) => query.where('source', '=', source ?? 'table'))
    .returning('source')
    .execute();
  return rows.map((row) => row.source);
}

/**
 * Has the account's tokens go on although its password, which has just become another one there, was taken over: whether
 * that ends them is for the former system to say. The caller has raised the account's version by one.
 */
export async function followPasswordThere(trx: Trx, accountId: number): Promise<void> {
  await trx
    .updateTable('former_token_holders')
    .set((row) => ({ credential_version: sql<number>`${row.ref('credential_version')} + 1` }))
    .where('account_id', '=', accountId)
    // Where the password was changed here before, they stay void.
    .where('credential_version', '=', (row) =>
      row
        .selectFrom('accounts')
        .select(sql<number>`credential_version - 1`.as('before'))
        .where('id', '=', accountId),
    )
    .execute();
}

/** How many keys of the former system lie sealed under one of these secret keys. */
export async function countFormerKeysSealedUnder(db: Db, secretKeyIds: readonly number[]): Promise<number> {
  if (secretKeyIds.length === 0) return 0;
  const { count } = await db
    .selectFrom('former_token_windows')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('secret_key_id', 'in', secretKeyIds)
    .executeTakeFirstOrThrow();
  return count;
}

/** Closes the windows whose key lies sealed under that secret key: nobody can open it any more. */
export async function endWindowsSealedUnder(trx: Trx, secretKeyId: number, now: number): Promise<void> {
  await trx
    .updateTable('former_token_windows')
    .set((row) => ({
      ended_at: row.fn.coalesce('ended_at', row.val(now)),
      end_reason: row.fn.coalesce('end_reason', row.val('key_retired')),
      sealed_key: null,
      secret_key_id: null,
    }))
    .where('secret_key_id', '=', secretKeyId)
    .execute();
}

export type WindowRow = Awaited<ReturnType<typeof selectWindows>>[number];

/** The windows that are open, or are remembered. */
export function selectWindows(db: Db) {
  return db
    .selectFrom('former_token_windows')
    .select([
      'source',
      'opened_at as openedAt',
      'ends_at as endsAt',
      'ended_at as endedAt',
      'end_reason as endReason',
      'form',
      'sealed_key as sealedKey',
      'secret_key_id as secretKeyId',
    ])
    .orderBy('source')
    .execute();
}

/** Opens a window, or sets another end and key to one that there is. */
export async function upsertWindow(db: Db, window: FormerTokenWindowsTable): Promise<void> {
  const { source, opened_at, ...rest } = window;
  // Of two imports at once, the one that began later counts.
  const later = sql<number>`case when former_token_windows.opened_at > excluded.opened_at
    then former_token_windows.opened_at else excluded.opened_at end`;
  await db
    .insertInto('former_token_windows')
    .values({ source, opened_at, ...rest })
    .onConflict((conflict) => conflict.column('source').doUpdateSet({ opened_at: later, ...rest }))
    .execute();
}

export async function updateWindowKey(
  db: Db,
  sealedKey: string,
  secretKeyId: number,
  before: string,
): Promise<void> {
  await db
    .updateTable('former_token_windows')
    .set({ sealed_key: sealedKey, secret_key_id: secretKeyId })
    // The window may have been closed, or given another key, in this very moment.
    .where('sealed_key', '=', before)
    .execute();
}

/** The tokens of the former system that are kept for an account. */
export function selectTokensOf(
  db: Db,
  accountId: number,
): Promise<{ expiresAt: number; endedAt: number | null; isExchanged: boolean }[]> {
  return db
    .selectFrom('former_tokens')
    .select(['expires_at as expiresAt', 'ended_at as endedAt', 'selector'])
    .where('account_id', '=', accountId)
    .orderBy('expires_at')
    .execute()
    .then((rows) => rows.map(({ selector, ...token }) => ({ ...token, isExchanged: selector !== null })));
}
