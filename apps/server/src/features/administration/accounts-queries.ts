import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';

export interface AccountFilter {
  /** A part of the address or the name, or the id. */
  readonly text?: string | undefined;
  readonly isActive?: boolean | undefined;
  readonly isStaff?: boolean | undefined;
}

export type ListedAccount = Awaited<ReturnType<typeof selectAccounts>>[number];

/** Accounts, newest first, older than the one that `before` names. */
export function selectAccounts(
  db: Db,
  { text, isActive, isStaff }: AccountFilter,
  page: { before: { createdAt: number; id: string } | undefined; limit: number },
) {
  const { before } = page;
  return db
    .selectFrom('accounts')
    .select([
      'id',
      'email',
      'username',
      'is_active as isActive',
      'is_staff as isStaff',
      'created_at as createdAt',
      'email_verified_at as emailVerifiedAt',
    ])
    .$if(text !== undefined, (query) => query.where(matches(text ?? '')))
    .$if(isActive !== undefined, (query) => query.where('is_active', '=', isActive ? 1 : 0))
    .$if(isStaff !== undefined, (query) => query.where('is_staff', '=', isStaff ? 1 : 0))
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${before?.createdAt}, ${Number(before?.id)})`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute();
}

function matches(text: string) {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const id = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  return sql<boolean>`(id = ${id} or email_normalized like ${pattern} escape '\\' or lower(username) like ${pattern} escape '\\')`;
}

export async function countAccounts(db: Db): Promise<{ total: number; active: number; staff: number }> {
  return db
    .selectFrom('accounts')
    .select((account) => [
      account.fn.countAll<number>().as('total'),
      account.fn.coalesce(account.fn.sum<number>('is_active'), sql<number>`0`).as('active'),
      account.fn.coalesce(account.fn.sum<number>('is_staff'), sql<number>`0`).as('staff'),
    ])
    .executeTakeFirstOrThrow();
}
