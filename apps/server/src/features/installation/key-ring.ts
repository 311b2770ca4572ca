import { exclusively } from '../../db/locking.ts';
import type { Db } from '../../db/database.ts';
import { insertSecretKey, selectSecretKeys } from './queries.ts';
import { checkValue, createSecretKey, type SecretKey } from './secret-keys.ts';

/** The server was given no key that its database knows: going on would turn every session away. */
export class WrongSecretKeyError extends Error {
  constructor() {
    super(
      'SECRET_KEY is not a key that this database knows. Give the key that the database was used with. ' +
        'To change it, set SECRET_KEY to the new key and SECRET_KEY_FALLBACKS to the one before.',
    );
    this.name = 'WrongSecretKeyError';
  }
}

export interface GivenKeys {
  /** In the order in which they are preferred; never empty. */
  readonly keys: readonly SecretKey[];
  /** The keys that the database knows and this process was not given. */
  readonly missingIds: readonly number[];
}

/**
 * Finds the given keys among those that the database knows. A fresh database learns all of them. A used one learns a
 * new key only from somebody who holds an old one too: holding it proves that the new key is meant for this database.
 *
 * @throws WrongSecretKeyError where the database knows other keys and none of these.
 */
export function identifyKeys(db: Db, given: readonly string[], now: number): Promise<GivenKeys> {
  return exclusively(db, async (trx) => {
    const known = new Map((await selectSecretKeys(trx)).map((key) => [key.checkValue, key.id]));
    if (known.size > 0 && !given.some((key) => known.has(checkValue(key)))) throw new WrongSecretKeyError();
    const keys: SecretKey[] = [];
    for (const key of new Set(given)) {
      const check = checkValue(key);
      const id = known.get(check) ?? (await insertSecretKey(trx, check, now)).id;
      keys.push(createSecretKey(id, key));
    }
    const givenIds = new Set(keys.map((key) => key.id));
    return { keys, missingIds: [...known.values()].filter((id) => !givenIds.has(id)) };
  });
}

export interface RecognisedKeys {
  /** Those of the given keys that the database knows. */
  readonly known: readonly SecretKey[];
  /** The keys that the database knows and that were not given. */
  readonly missingIds: readonly number[];
}

/** Looks which of the given keys the database knows, and teaches it none. */
export async function recogniseKeys(db: Db, given: readonly string[]): Promise<RecognisedKeys> {
  const byCheckValue = new Map([...new Set(given)].map((key) => [checkValue(key), key]));
  const known: SecretKey[] = [];
  const missingIds: number[] = [];
  for (const { id, checkValue } of await selectSecretKeys(db)) {
    const key = byCheckValue.get(checkValue);
    if (key === undefined) missingIds.push(id);
    else known.push(createSecretKey(id, key));
  }
  return { known, missingIds };
}
