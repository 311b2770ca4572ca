import { lockRows } from '../../db/locking.ts';
import { prepared } from '../../db/prepared.ts';
import type { Db, Trx } from '../../db/database.ts';
import type { EmailAddress } from './email.ts';

export interface AccountRow {
  readonly id: number;
  readonly email: string;
  readonly username: string;
  readonly passwordHash: string;
  readonly credentialVersion: number;
  readonly isActive: 0 | 1;
  readonly isStaff: 0 | 1;
  readonly createdAt: number;
  readonly emailVerifiedAt: number | null;
}

const accountColumns = [
  'id',
  'email',
  'username',
  'password_hash as passwordHash',
  'credential_version as credentialVersion',
  'is_active as isActive',
  'is_staff as isStaff',
  'created_at as createdAt',
  'email_verified_at as emailVerifiedAt',
] as const;

const byEmail = prepared((db, { normalized }: { normalized: string }) =>
  db.selectFrom('accounts').select(accountColumns).where('email_normalized', '=', normalized),
);

export async function selectAccountByEmail(db: Db, normalized: string): Promise<AccountRow | undefined> {
  return (await byEmail(db, { normalized }))[0];
}

export function selectAccount(db: Db, id: number): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts').select(accountColumns).where('id', '=', id).executeTakeFirst();
}

const locked = prepared((trx, { id }: { id: number }) =>
  lockRows(trx, trx.selectFrom('accounts').select(accountColumns).where('id', '=', id)),
);

/** The account, which nobody else can change until the transaction ends. */
export async function lockAccount(trx: Trx, id: number): Promise<AccountRow | undefined> {
  return (await locked(trx, { id }))[0];
}

export async function emailExists(db: Db, normalized: string): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('id')
    .where('email_normalized', '=', normalized)
    .executeTakeFirst();
  return row !== undefined;
}

export interface NewAccountRow extends EmailAddress {
  readonly username: string;
  readonly passwordHash: string;
  readonly isStaff: boolean;
  readonly emailVerifiedAt: number | null;
}

function accountInsertion(db: Db, account: NewAccountRow, now: number) {
  return db
    .insertInto('accounts')
    .values({
      email: account.email,
      email_normalized: account.normalized,
      username: account.username,
      password_hash: account.passwordHash,
      credential_version: 0,
      is_active: 1,
      is_staff: account.isStaff ? 1 : 0,
      created_at: now,
      email_verified_at: account.emailVerifiedAt,
    })
    .returning('id');
}

/** @throws the driver's unique violation where the address is taken. */
export async function insertAccount(db: Db, account: NewAccountRow, now: number): Promise<number> {
  const { id } = await accountInsertion(db, account, now).executeTakeFirstOrThrow();
  return id;
}

/** @returns undefined where the address is taken; the statement is the same. */
export async function insertAccountUnlessTaken(
  db: Db,
  account: NewAccountRow,
  now: number,
): Promise<number | undefined> {
  const inserted = await accountInsertion(db, account, now)
    .onConflict((conflict) => conflict.column('email_normalized').doNothing())
    .executeTakeFirst();
  return inserted?.id;
}

/** @throws the driver's unique violation where the address is taken. */
export async function updateProfile(
  db: Db,
  id: number,
  change: {
    address?: (EmailAddress & { verifiedAt: number | null }) | undefined;
    username?: string | undefined;
  },
): Promise<void> {
  await db
    .updateTable('accounts')
    .set({
      ...(change.address && {
        email: change.address.email,
        email_normalized: change.address.normalized,
        email_verified_at: change.address.verifiedAt,
      }),
      ...(change.username !== undefined && { username: change.username }),
    })
    .where('id', '=', id)
    .execute();
}

export async function updateVerified(trx: Trx, id: number, now: number): Promise<void> {
  await trx.updateTable('accounts').set({ email_verified_at: now }).where('id', '=', id).execute();
}

/** Sets a new password, so that nothing which was verified against the old one counts any longer. */
export async function updatePassword(trx: Trx, id: number, passwordHash: string): Promise<void> {
  await trx
    .updateTable('accounts')
    .set((account) => ({
      password_hash: passwordHash,
      credential_version: account('credential_version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** Replaces the hash of a password by another hash of the same password, unless the password has changed meanwhile. */
export async function replaceHash(
  db: Db,
  id: number,
  credentialVersion: number,
  passwordHash: string,
): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ password_hash: passwordHash })
    .where('id', '=', id)
    .where('credential_version', '=', credentialVersion)
    .execute();
}

export async function updateActive(trx: Trx, id: number, isActive: boolean): Promise<void> {
  await trx
    .updateTable('accounts')
    .set((account) => ({
      is_active: isActive ? 1 : 0,
      credential_version: account('credential_version', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

export async function updateStaff(trx: Trx, id: number, isStaff: boolean): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ is_staff: isStaff ? 1 : 0 })
    .where('id', '=', id)
    .execute();
}

export async function deleteAccount(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('accounts').where('id', '=', id).execute();
}

/** The active admins, none of whom anybody else can change until the transaction ends. */
export async function lockActiveAdmins(trx: Trx): Promise<number[]> {
  const query = trx
    .selectFrom('accounts')
    .select('id')
    .where('is_staff', '=', 1)
    .where('is_active', '=', 1)
    .orderBy('id');
  return (await lockRows(trx, query).execute()).map(({ id }) => id);
}

/** The hashes of the accounts from the id after `after` on, in the order of the ids. */
export function selectHashes(
  db: Db,
  after: number,
  limit: number,
): Promise<{ id: number; passwordHash: string }[]> {
  return db
    .selectFrom('accounts')
    .select(['id', 'password_hash as passwordHash'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** How many active accounts have an address that nobody has proven. */
export async function countUnprovenAccounts(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('accounts')
    .select((account) => account.fn.countAll<number>().as('count'))
    .where('is_active', '=', 1)
    .where('email_verified_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}
