import { sql } from 'kysely';
import type { Db, Trx } from '../../db/database.ts';
import { isPostgres } from '../../db/locking.ts';

/** What an account was like in the source at the last import. */
export interface ImportedRow {
  readonly id: number;
  readonly emailDigest: string;
  readonly usernameDigest: string;
  readonly passwordDigest: string;
  readonly isActive: 0 | 1;
  readonly isStaff: 0 | 1;
  readonly joinedAt: number | null;
}

export function selectImported(db: Db, ids: readonly number[]): Promise<ImportedRow[]> {
  return db
    .selectFrom('imported_accounts')
    .select([
      'id',
      'email_digest as emailDigest',
      'username_digest as usernameDigest',
      'password_digest as passwordDigest',
      'is_active as isActive',
      'is_staff as isStaff',
      'joined_at as joinedAt',
    ])
    .where('id', 'in', ids)
    .execute();
}

/** Those who were imported, and whose accounts are still there, after an id and in the order of the ids. */
export function selectImportedAfter(
  db: Db,
  after: number,
  limit: number,
): Promise<{ id: number; email: string; isActive: 0 | 1 }[]> {
  return db
    .selectFrom('imported_accounts')
    .innerJoin('accounts', 'accounts.id', 'imported_accounts.id')
    .select(['accounts.id', 'accounts.email', 'accounts.is_active as isActive'])
    .where('imported_accounts.id', '>', after)
    .orderBy('imported_accounts.id')
    .limit(limit)
    .execute();
}

const accountColumns = [
  'id',
  'email',
  'email_normalized as normalized',
  'username',
  'password_hash as passwordHash',
  'credential_version as credentialVersion',
  'is_active as isActive',
  'is_staff as isStaff',
  'created_at as createdAt',
  'email_verified_at as emailVerifiedAt',
] as const;

/** The accounts with one of these ids or addresses. */
export async function selectMet(db: Db, ids: readonly number[], addresses: readonly string[]) {
  const accounts = db.selectFrom('accounts').select(accountColumns);
  const byId = await accounts.where('id', 'in', ids).execute();
  const byAddress = await accounts.where('email_normalized', 'in', addresses).execute();
  return { byId, byAddress };
}

export interface NewAccount {
  readonly id: number;
  readonly email: string;
  readonly normalized: string;
  readonly username: string;
  readonly passwordHash: string;
  readonly isActive: 0 | 1;
  readonly isStaff: 0 | 1;
  readonly createdAt: number;
  readonly emailVerifiedAt: number | null;
}

/** @throws the driver's unique violation where an id or an address is taken. */
export async function insertAccounts(
  trx: Trx,
  accounts: readonly NewAccount[],
  imported: readonly ImportedRow[],
): Promise<void> {
  await trx
    .insertInto('accounts')
    .values(
      accounts.map((account) => ({
        id: account.id,
        email: account.email,
        email_normalized: account.normalized,
        username: account.username,
        password_hash: account.passwordHash,
        credential_version: 0,
        is_active: account.isActive,
        is_staff: account.isStaff,
        created_at: account.createdAt,
        email_verified_at: account.emailVerifiedAt,
      })),
    )
    .execute();
  await trx
    .insertInto('imported_accounts')
    .values(
      imported.map((row) => ({
        id: row.id,
        email_digest: row.emailDigest,
        username_digest: row.usernameDigest,
        password_digest: row.passwordDigest,
        is_active: row.isActive,
        is_staff: row.isStaff,
        joined_at: row.joinedAt,
      })),
    )
    .execute();
}

/** Writes down what was taken over from the source. */
export async function updateImported(trx: Trx, { id, ...row }: Omit<ImportedRow, 'joinedAt'>): Promise<void> {
  await trx
    .updateTable('imported_accounts')
    .set({
      email_digest: row.emailDigest,
      username_digest: row.usernameDigest,
      password_digest: row.passwordDigest,
      is_active: row.isActive,
      is_staff: row.isStaff,
    })
    .where('id', '=', id)
    .execute();
}

/** @throws the driver's unique violation where the address is taken. */
export async function updateAddress(
  trx: Trx,
  { id, email, normalized }: { id: number; email: string; normalized: string },
): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ email, email_normalized: normalized, email_verified_at: null })
    .where('id', '=', id)
    .execute();
}

export async function updateUsername(trx: Trx, id: number, username: string): Promise<void> {
  await trx.updateTable('accounts').set({ username }).where('id', '=', id).execute();
}

/** From now on no new account is given an id up to this one. */
export async function raiseIds(db: Db, last: number): Promise<void> {
  if (last < 1) return;
  await db.transaction().execute(async (trx) => {
    if (!isPostgres(db)) {
      await sql`update sqlite_sequence set seq = max(seq, ${last}) where name = 'accounts'`.execute(trx);
      // Before the first account there is no such row.
      await sql`insert into sqlite_sequence (name, seq)
        select 'accounts', ${last} where not exists (select 1 from sqlite_sequence where name = 'accounts')`.execute(
        trx,
      );
      return;
    }
    // Nobody is given an id between the look and the change, which would set the sequence back.
    await sql`lock table accounts in share row exclusive mode`.execute(trx);
    const sequence = sql`pg_get_serial_sequence('accounts', 'id')`;
    const { rows } = await sql<{ name: string }>`select ${sequence} as name`.execute(trx);
    // PostgreSQL has quoted it where that is needed.
    const name = sql.raw(rows[0]?.name ?? '');
    await sql`select setval(${sequence}, ${last}) from ${name} where last_value < ${last} or not is_called`.execute(
      trx,
    );
  });
}
