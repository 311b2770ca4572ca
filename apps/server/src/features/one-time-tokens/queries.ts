import type { Db } from '../../db/database.ts';
import type { OneTimeTokensTable } from '../../db/tables.ts';

export async function insertToken(db: Db, token: OneTimeTokensTable): Promise<void> {
  await db.insertInto('one_time_tokens').values(token).execute();
}

/** Takes the token away, in one statement: of two who come with it one gets it. */
export function takeToken(
  db: Db,
  digest: string,
  purpose: string,
  now: number,
): Promise<{ accountId: number | null; credentialVersion: number | null } | undefined> {
  return db
    .deleteFrom('one_time_tokens')
    .where('digest', '=', digest)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .returning(['account_id as accountId', 'credential_version as credentialVersion'])
    .executeTakeFirst();
}

export async function deleteTokens(db: Db, purpose: string, accountId: number | null): Promise<void> {
  await db
    .deleteFrom('one_time_tokens')
    .where('purpose', '=', purpose)
    .where('account_id', accountId === null ? 'is' : '=', accountId)
    .execute();
}

export async function deleteExpired(db: Db, now: number): Promise<void> {
  await db.deleteFrom('one_time_tokens').where('expires_at', '<=', now).execute();
}
