import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';

export interface OwnSession {
  readonly id: string;
  readonly userAgent: string;
  readonly address: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

const ownSessionColumns = [
  'id',
  'user_agent as userAgent',
  'address',
  'created_at as createdAt',
  'rotated_at as lastUsedAt',
  'expires_at as expiresAt',
] as const;

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
    .select(ownSessionColumns)
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
    .select([...ownSessionColumns, 'ended_at as endedAt'])
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
