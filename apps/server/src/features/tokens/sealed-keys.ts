import type { Db } from '../../db/database.ts';
import { seal, unseal } from '../../lib/sealing.ts';
import type { KeyRing, SecretKey } from '../installation/index.ts';
import { jwtAlgorithms, type KeyMaterial } from './algorithms.ts';
import { selectSigningKeys, updateSeal, type SealedKey } from './queries.ts';

const purpose = 'signing key';

/** The key in clear; undefined where it was sealed under a secret key that is not given, or was changed since. */
export function openKey(row: SealedKey, keyRing: Pick<KeyRing, 'get'>): KeyMaterial | undefined {
  const algorithm = jwtAlgorithms.find((known) => known === row.algorithm);
  const sealingKey = keyRing.get(row.secretKeyId)?.derive(purpose);
  if (algorithm === undefined || sealingKey === undefined) return undefined;
  try {
    const secret = unseal(row.sealedSecret, sealingKey, `${purpose} ${row.kid}`);
    return { kid: row.kid, algorithm, secret };
  } catch {
    return undefined;
  }
}

/** Told where the key that signs cannot be opened. */
export function sealedElsewhere(): Error {
  return new Error(
    'The key that signs access tokens is sealed under a SECRET_KEY that is not given. Add that key to SECRET_KEY_FALLBACKS.',
  );
}

/** As the database keeps it: under the secret key that every live node knows. */
export function sealKey(key: KeyMaterial, keyRing: KeyRing): SealedKey {
  const secretKey = keyRing.signing();
  return {
    kid: key.kid,
    algorithm: key.algorithm,
    sealedSecret: seal(key.secret, secretKey.derive(purpose), `${purpose} ${key.kid}`),
    secretKeyId: secretKey.id,
  };
}

/** Whether the key can be sealed under a newer secret key than the one that it lies under. */
export function isSealedUnderFormer(row: SealedKey, keyRing: KeyRing): boolean {
  return row.secretKeyId !== keyRing.signing().id && openKey(row, keyRing) !== undefined;
}

/** Seals anew what lies under a former secret key, so that that one can be forgotten. */
export async function sealAnew(db: Db, rows: readonly SealedKey[], keyRing: KeyRing): Promise<void> {
  for (const row of rows) {
    const key = row.secretKeyId === keyRing.signing().id ? undefined : openKey(row, keyRing);
    if (key) await updateSeal(db, sealKey(key, keyRing));
  }
}

/** Which of the stored keys cannot be opened with these secret keys: their `kid`s. Changes nothing. */
export async function findSealedKeys(db: Db, secretKeys: readonly SecretKey[]): Promise<string[]> {
  const keyRing = { get: (id: number) => secretKeys.find((key) => key.id === id) };
  const rows = await selectSigningKeys(db);
  return rows.filter((row) => openKey(row, keyRing) === undefined).map(({ kid }) => kid);
}
