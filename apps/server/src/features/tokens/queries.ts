import type { Db } from '../../db/database.ts';
import { databaseNow } from '../../db/time.ts';

export interface SealedKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly sealedSecret: string;
  readonly secretKeyId: number;
}

export interface StoredSigningKey extends SealedKey {
  /** In milliseconds since the epoch, as all times. */
  readonly createdAt: number;
  readonly signsFrom: number | null;
  readonly isGiven: 0 | 1;
}

/** All signing keys, the one that was made last first. */
export function selectSigningKeys(db: Db): Promise<StoredSigningKey[]> {
  return db
    .selectFrom('signing_keys')
    .select([
      'kid',
      'algorithm',
      'sealed_secret as sealedSecret',
      'secret_key_id as secretKeyId',
      'created_at as createdAt',
      'signs_from as signsFrom',
      'is_given as isGiven',
    ])
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute();
}

/** Which keys there are and from when on each signs, and the database's time beside them. */
export function selectSchedule(db: Db) {
  return db
    .selectFrom('signing_keys')
    .select(['kid', 'signs_from as signsFrom', databaseNow(db).as('databaseNow')])
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute();
}

export async function insertSigningKey(db: Db, key: StoredSigningKey): Promise<void> {
  await db
    .insertInto('signing_keys')
    .values({
      kid: key.kid,
      algorithm: key.algorithm,
      sealed_secret: key.sealedSecret,
      secret_key_id: key.secretKeyId,
      created_at: key.createdAt,
      signs_from: key.signsFrom,
      is_given: key.isGiven,
    })
    .execute();
}

export async function updateSignsFrom(db: Db, kid: string, signsFrom: number | null): Promise<void> {
  await db.updateTable('signing_keys').set({ signs_from: signsFrom }).where('kid', '=', kid).execute();
}

/** Notes which key, if any, the servers were given. */
export async function updateGiven(db: Db, kid: string | undefined): Promise<void> {
  await db.updateTable('signing_keys').set({ is_given: 0 }).where('is_given', '=', 1).execute();
  if (kid !== undefined)
    await db.updateTable('signing_keys').set({ is_given: 1 }).where('kid', '=', kid).execute();
}

export async function updateSeal(db: Db, key: SealedKey): Promise<void> {
  await db
    .updateTable('signing_keys')
    .set({ sealed_secret: key.sealedSecret, secret_key_id: key.secretKeyId })
    .where('kid', '=', key.kid)
    .execute();
}

export async function deleteSigningKey(db: Db, kid: string): Promise<void> {
  await db.deleteFrom('signing_keys').where('kid', '=', kid).execute();
}

export async function deleteKeysSealedUnder(db: Db, secretKeyId: number): Promise<void> {
  await db.deleteFrom('signing_keys').where('secret_key_id', '=', secretKeyId).execute();
}

export async function countKeysSealedUnder(db: Db, secretKeyIds: readonly number[]): Promise<number> {
  const rows = await db
    .selectFrom('signing_keys')
    .select('kid')
    .where('secret_key_id', 'in', secretKeyIds)
    .execute();
  return rows.length;
}
