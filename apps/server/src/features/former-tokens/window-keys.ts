import type { Db } from '../../db/database.ts';
import { seal, unseal } from '../../lib/sealing.ts';
import type { KeyRing, SecretKey } from '../installation/index.ts';
import { selectWindows, updateWindowKey } from './queries.ts';

const purpose = 'former signing key';

interface SealedKey {
  readonly sealedKey: string | null;
  readonly secretKeyId: number | null;
}

/** The key of the former system, as the database keeps it. */
export function sealFormerKey(key: string, keyRing: KeyRing): { sealedKey: string; secretKeyId: number } {
  const secretKey = keyRing.signing();
  return { sealedKey: seal(key, secretKey.derive(purpose), purpose), secretKeyId: secretKey.id };
}

/** The key in clear; undefined where it was sealed under a secret key that is not given, or was wiped. */
export function openFormerKey(
  { sealedKey, secretKeyId }: SealedKey,
  keyRing: Pick<KeyRing, 'get'>,
): string | undefined {
  const sealingKey = secretKeyId === null ? undefined : keyRing.get(secretKeyId)?.derive(purpose);
  if (sealedKey === null || sealingKey === undefined) return undefined;
  try {
    return unseal(sealedKey, sealingKey, purpose);
  } catch {
    return undefined;
  }
}

/** Seals anew what lies under a former secret key, so that that one can be forgotten. */
export async function sealFormerKeysAnew(db: Db, keyRing: KeyRing): Promise<void> {
  for (const row of await selectWindows(db)) {
    if (row.sealedKey === null || row.secretKeyId === keyRing.signing().id) continue;
    const key = openFormerKey(row, keyRing);
    if (key === undefined) continue;
    const { sealedKey, secretKeyId } = sealFormerKey(key, keyRing);
    await updateWindowKey(db, sealedKey, secretKeyId, row.sealedKey);
  }
}

/** Whether a stored key cannot be opened with these secret keys. Changes nothing. */
export async function isFormerKeySealed(db: Db, secretKeys: readonly SecretKey[]): Promise<boolean> {
  const keyRing = { get: (id: number) => secretKeys.find((key) => key.id === id) };
  const rows = await selectWindows(db);
  return rows.some((row) => row.sealedKey !== null && openFormerKey(row, keyRing) === undefined);
}
