import type { Db } from '../../db/database.ts';
import type { OneTimeTokensTable } from '../../db/tables.ts';

export async function insertToken(db: Db, token: OneTimeTokensTable): Promise<void> {
  await db.insertInto('one_time_tokens').values(token).execute();
}

interface TakenToken {
  readonly accountId: number | null;
  readonly credentialVersion: number | null;
  readonly address: string | null;
  readonly expiresAt: number;
}

/** Takes the token away, in one statement: of two who come with it one gets it. */
export function takeToken(
  db: Db,
  digest: string,
  purpose: string,
  now: number,
): Promise<TakenToken | undefined> {
  return db
    .deleteFrom('one_time_tokens')
    .where('digest', '=', digest)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .returning([
      'account_id as accountId',
      'credential_version as credentialVersion',
      'address',
      'expires_at as expiresAt',
    ])
    .executeTakeFirst();
}

/** @param endingAfter only those that expire later than that. */
export async function deleteTokens(
  db: Db,
  purpose: string,
  accountId: number | null,
  endingAfter = 0,
): Promise<void> {
  await db
    .deleteFrom('one_time_tokens')
    .where('purpose', '=', purpose)
    .where('account_id', accountId === null ? 'is' : '=', accountId)
    .where('expires_at', '>', endingAfter)
    .execute();
}

export async function deleteExpired(db: Db, now: number): Promise<void> {
  await db.deleteFrom('one_time_tokens').where('expires_at', '<=', now).execute();
}

/** The links that are out for an account. */
export function selectTokensOf(
  db: Db,
  accountId: number,
): Promise<{ purpose: string; address: string | null; expiresAt: number }[]> {
  return db
    .selectFrom('one_time_tokens')
    .select(['purpose', 'address', 'expires_at as expiresAt'])
    .where('account_id', '=', accountId)
    .orderBy('expires_at')
    .execute();
}
