import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../../db/database.ts';
import type { NewFormerToken } from '../queries.ts';

export interface KnownAccount {
  readonly id: number;
  readonly emailNormalized: string;
  readonly isActive: 0 | 1;
  readonly isStaff: 0 | 1;
  readonly credentialVersion: number;
  /** The version at an earlier import; null: there was none. */
  readonly importedVersion: number | null;
  /** When all sessions of the account were ended, since an earlier import. */
  readonly endedAt: number | null;
}

export function selectAccounts(db: Db, ids: readonly number[]): Promise<KnownAccount[]> {
  return db
    .selectFrom('accounts')
    .leftJoin('former_token_holders as holder', 'holder.account_id', 'accounts.id')
    .select([
      'accounts.id',
      'accounts.email_normalized as emailNormalized',
      'accounts.is_active as isActive',
      'accounts.is_staff as isStaff',
      'accounts.credential_version as credentialVersion',
      'holder.credential_version as importedVersion',
      'holder.ended_at as endedAt',
    ])
    .where('accounts.id', 'in', ids)
    .execute();
}

export interface NewHolder {
  readonly accountId: number;
  readonly credentialVersion: number;
  readonly passwordCheck: string | null;
}

/** The version of the first import stays: a password that was changed since counts. */
export async function upsertHolders(db: Db, holders: readonly NewHolder[], seenAt: number): Promise<void> {
  if (holders.length === 0) return;
  await db
    .insertInto('former_token_holders')
    .values(
      holders.map((holder) => ({
        account_id: holder.accountId,
        credential_version: holder.credentialVersion,
        password_check: holder.passwordCheck,
        seen_at: seenAt,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet((row) => ({
        seen_at: later('former_token_holders.seen_at'),
        password_check: row.ref('excluded.password_check'),
      })),
    )
    .execute();
}

/** What was exchanged or ended here stays so. */
export async function upsertTokens(db: Db, tokens: readonly NewFormerToken[], seenAt: number): Promise<void> {
  if (tokens.length === 0) return;
  await db
    .insertInto('former_tokens')
    .values(tokens.map((token) => toRow(token, seenAt)))
    .onConflict((conflict) =>
      conflict.column('digest').doUpdateSet((row) => ({
        seen_at: later('former_tokens.seen_at'),
        expires_at: row.ref('excluded.expires_at'),
      })),
    )
    .execute();
}

/** Tokens that the former system has ended. One that was exchanged here belongs to its session. */
export async function upsertEndedTokens(
  db: Db,
  tokens: readonly NewFormerToken[],
  reason: string,
  seenAt: number,
): Promise<void> {
  if (tokens.length === 0) return;
  await db
    .insertInto('former_tokens')
    .values(tokens.map((token) => ({ ...toRow(token, seenAt), ended_at: seenAt, end_reason: reason })))
    .onConflict((conflict) =>
      conflict.column('digest').doUpdateSet((row) => ({
        seen_at: later('former_tokens.seen_at'),
        ended_at: row.fn.coalesce('former_tokens.ended_at', 'excluded.ended_at'),
        end_reason: row.fn.coalesce('former_tokens.end_reason', 'excluded.end_reason'),
      })),
    )
    .execute();
}

/** Tokens of the table that an import has not found any more, and that were not used or ended here. */
export async function countGone(db: Db, seenBefore: number): Promise<number> {
  const { count } = await db
    .selectFrom('former_tokens')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('source', '=', 'table')
    .where('seen_at', '<', seenBefore)
    .where('selector', 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Of two imports at once, what the one that began later has seen counts. */
function later(before: 'former_token_holders.seen_at' | 'former_tokens.seen_at'): RawBuilder<number> {
  return sql<number>`case when ${sql.ref(before)} > excluded.seen_at then ${sql.ref(before)} else excluded.seen_at end`;
}

function toRow({ digest, source, accountId, expiresAt }: NewFormerToken, seenAt: number) {
  return { digest, source, account_id: accountId, expires_at: expiresAt, seen_at: seenAt };
}
