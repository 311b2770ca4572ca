import { exclusively } from '../../db/locking.ts';
import type { Db } from '../../db/database.ts';
import { seal, unseal } from '../../lib/sealing.ts';
import { fromServer } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import type { KeyRing, SecretKey } from '../installation/index.ts';
import {
  generateKey,
  jwtAlgorithms,
  sharedSecret,
  type JwtAlgorithm,
  type KeyMaterial,
} from './algorithms.ts';
import {
  activateSigningKey,
  insertSigningKey,
  selectSigningKeys,
  updateSeal,
  type StoredSigningKey,
} from './queries.ts';

export interface SigningKeys {
  readonly active: KeyMaterial;
  /** Every key whose tokens may still be valid, the active one among them. */
  readonly all: readonly KeyMaterial[];
}

const purpose = 'signing key';

/**
 * The keys of access tokens, as stored; where there is none of this algorithm yet, one is made. A given secret becomes
 * the active key. Keys that were sealed under another secret key are sealed anew under the one that is signing.
 *
 * @throws Error where the active key is sealed under a secret key that this process was not given.
 */
export function loadSigningKeys(
  db: Db,
  keyRing: KeyRing,
  wanted: { readonly algorithm: JwtAlgorithm; readonly secret?: string | undefined },
  now: number,
): Promise<SigningKeys> {
  return exclusively(db, async (trx) => {
    const stored = await selectSigningKeys(trx);
    const readable = stored.flatMap((row) => openKey(row, keyRing) ?? []);
    for (const row of stored) {
      const key = readable.find(({ kid }) => kid === row.kid);
      if (key && row.secretKeyId !== keyRing.signing().id) await updateSeal(trx, sealKey(key, keyRing));
    }
    const known = findActive(stored, readable, wanted);
    const active =
      known ?? (wanted.secret === undefined ? generateKey(wanted.algorithm) : sharedSecret(wanted.secret));
    if (known === undefined) {
      await insertSigningKey(trx, sealKey(active, keyRing), now);
      const details = { kid: active.kid, algorithm: active.algorithm };
      await recordEvent(trx, fromServer, now, { event: 'signing_key.created', details });
      readable.push(active);
    } else if (stored[0]?.kid !== known.kid) {
      await activateSigningKey(trx, known.kid, now);
    }
    return { active, all: readable };
  });
}

/** Which of the stored keys cannot be unsealed with these secret keys: their `kid`s. Changes nothing. */
export async function findSealedKeys(db: Db, secretKeys: readonly SecretKey[]): Promise<string[]> {
  const keyRing = { get: (id: number) => secretKeys.find((key) => key.id === id) };
  const isSealed = (row: StoredSigningKey): boolean => {
    try {
      return openKey(row, keyRing) === undefined;
    } catch {
      // Sealed under another key, or changed since.
      return true;
    }
  };
  return (await selectSigningKeys(db)).filter(isSealed).map(({ kid }) => kid);
}

function findActive(
  stored: readonly StoredSigningKey[],
  readable: readonly KeyMaterial[],
  wanted: { readonly algorithm: JwtAlgorithm; readonly secret?: string | undefined },
): KeyMaterial | undefined {
  if (wanted.secret !== undefined) {
    return readable.find((key) => key.algorithm === 'HS256' && key.secret === wanted.secret);
  }
  const latest = stored.find((row) => row.algorithm === wanted.algorithm);
  const key = readable.find(({ kid }) => kid === latest?.kid);
  if (latest && !key) {
    throw new Error(
      'The key that signs access tokens is sealed under a SECRET_KEY that is not given. Add that key to SECRET_KEY_FALLBACKS.',
    );
  }
  return key;
}

function openKey(row: StoredSigningKey, keyRing: Pick<KeyRing, 'get'>): KeyMaterial | undefined {
  const algorithm = jwtAlgorithms.find((known) => known === row.algorithm);
  const sealingKey = keyRing.get(row.secretKeyId)?.derive(purpose);
  if (algorithm === undefined || sealingKey === undefined) return undefined;
  return { kid: row.kid, algorithm, secret: unseal(row.sealedSecret, sealingKey, `${purpose} ${row.kid}`) };
}

function sealKey(key: KeyMaterial, keyRing: KeyRing): StoredSigningKey {
  const secretKey = keyRing.signing();
  return {
    kid: key.kid,
    algorithm: key.algorithm,
    sealedSecret: seal(key.secret, secretKey.derive(purpose), `${purpose} ${key.kid}`),
    secretKeyId: secretKey.id,
  };
}
