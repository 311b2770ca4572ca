import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';

export interface SessionFilter {
  readonly accountId?: number | undefined;
  readonly state: 'live' | 'ended' | 'all';
}

export type ListedSession = Awaited<ReturnType<typeof selectSessions>>[number];

/** Sessions of everybody, newest first, older than the one that `before` names. */
export function selectSessions(
  db: Db,
  { accountId, state }: SessionFilter,
  page: { before: { createdAt: number; id: string } | undefined; limit: number; now: number },
) {
  const { before, now } = page;
  return db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select([
      'sessions.id',
      'sessions.account_id as accountId',
      'accounts.email',
      'sessions.user_agent as userAgent',
      'sessions.address',
      'sessions.created_at as createdAt',
      'sessions.rotated_at as lastUsedAt',
      'sessions.expires_at as expiresAt',
      'sessions.ended_at as endedAt',
      'sessions.end_reason as endReason',
    ])
    .$if(accountId !== undefined, (query) => query.where('sessions.account_id', '=', accountId ?? 0))
    .$if(state === 'live', (query) => query.where('ended_at', 'is', null).where('expires_at', '>', now))
    .$if(state === 'ended', (query) =>
      query.where((row) => row.or([row('ended_at', 'is not', null), row('expires_at', '<=', now)])),
    )
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(sessions.created_at, sessions.id) < (${before?.createdAt}, ${before?.id})`),
    )
    .orderBy('sessions.created_at', 'desc')
    .orderBy('sessions.id', 'desc')
    .limit(page.limit)
    .execute();
}

/** @returns undefined where there is no such live session. */
export async function selectSessionAccount(db: Db, id: string): Promise<number | undefined> {
  const row = await db.selectFrom('sessions').select('account_id').where('id', '=', id).executeTakeFirst();
  return row?.account_id;
}

/** Live sessions, and those of them that were used since then. */
export async function countSessions(
  db: Db,
  { now, since, accountId }: { now: number; since: number; accountId?: number | undefined },
): Promise<{ live: number; recent: number }> {
  return db
    .selectFrom('sessions')
    .select((row) => [
      row.fn.countAll<number>().as('live'),
      row.fn
        .coalesce(
          row.fn.sum<number>(row.case().when('rotated_at', '>=', since).then(1).else(0).end()),
          sql<number>`0`,
        )
        .as('recent'),
    ])
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .$if(accountId !== undefined, (query) => query.where('account_id', '=', accountId ?? 0))
    .executeTakeFirstOrThrow();
}
