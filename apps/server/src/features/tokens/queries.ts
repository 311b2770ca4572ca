import type { Db } from '../../db/database.ts';

export interface StoredSigningKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly sealedSecret: string;
  readonly secretKeyId: number;
}

/** All signing keys, the one that was activated last first. */
export function selectSigningKeys(db: Db): Promise<StoredSigningKey[]> {
  return db
    .selectFrom('signing_keys')
    .select(['kid', 'algorithm', 'sealed_secret as sealedSecret', 'secret_key_id as secretKeyId'])
    .orderBy('activated_at', 'desc')
    .orderBy('kid')
    .execute();
}

export async function insertSigningKey(db: Db, key: StoredSigningKey, now: number): Promise<void> {
  await db
    .insertInto('signing_keys')
    .values({
      kid: key.kid,
      algorithm: key.algorithm,
      sealed_secret: key.sealedSecret,
      secret_key_id: key.secretKeyId,
      created_at: now,
      activated_at: now,
    })
    .execute();
}

export async function activateSigningKey(db: Db, kid: string, now: number): Promise<void> {
  await db.updateTable('signing_keys').set({ activated_at: now }).where('kid', '=', kid).execute();
}

export async function updateSeal(db: Db, key: StoredSigningKey): Promise<void> {
  await db
    .updateTable('signing_keys')
    .set({ sealed_secret: key.sealedSecret, secret_key_id: key.secretKeyId })
    .where('kid', '=', key.kid)
    .execute();
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
