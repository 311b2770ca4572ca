import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db, Trx } from '../../db/database.ts';
import { exclusively } from '../../db/locking.ts';
import { selectSecretKeys } from './queries.ts';

/** Where the key is that was made at the first start. */
export function secretKeyFile(dataDir: string): string {
  return join(dataDir, 'secret-key');
}

/**
 * The secret key of a single machine that was given none: made on the first start, kept beside the database,
 * readable by its owner alone.
 *
 * @throws Error where the database has been used with a key and the file is gone: a new key would fit no session.
 */
export async function readOrMakeSecretKey(db: Db, dataDir: string): Promise<string> {
  return (await readSecretKey(dataDir)) ?? exclusively(db, (trx) => makeSecretKey(trx, dataDir));
}

/** Of processes that start at the same time one makes it. The file is never there before it is whole. */
async function makeSecretKey(trx: Trx, dataDir: string): Promise<string> {
  const made = await readSecretKey(dataDir);
  if (made !== undefined) return made;
  const path = secretKeyFile(dataDir);
  if ((await selectSecretKeys(trx)).length > 0) {
    throw new Error(
      `The database has been used with a SECRET_KEY, and none is given and ${path} is missing or empty. ` +
        'Restore that file, or give the key as SECRET_KEY.',
    );
  }
  const key = randomBytes(32).toString('base64url');
  await writeKey(path, key);
  return key;
}

async function writeKey(path: string, key: string): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${key}\n`, { mode: 0o600, flush: true });
  await rename(draft, path);
}

/**
 * Puts the key of a restored database in the place of the one that is there, which is kept beside it: a key is never
 * lost.
 *
 * @returns where the former key is now; undefined: there was none, or the same.
 */
export async function replaceSecretKey(
  dataDir: string,
  key: string,
  now: number,
): Promise<string | undefined> {
  const path = secretKeyFile(dataDir);
  const former = await readSecretKey(dataDir);
  if (former === key) return undefined;
  const kept = former === undefined ? undefined : `${path}.before-${now}`;
  if (former !== undefined && kept !== undefined) await writeKey(kept, former);
  await writeKey(path, key);
  return kept;
}

/** The key that was made; undefined where there is none. */
export async function readSecretKey(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(secretKeyFile(dataDir), 'utf8')).trim() || undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
