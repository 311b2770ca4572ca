import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../db/database.ts';
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
  const path = secretKeyFile(dataDir);
  const kept = await readSecretKey(dataDir);
  if (kept !== undefined) return kept;
  if ((await selectSecretKeys(db)).length > 0) {
    throw new Error(
      `The database has been used with a SECRET_KEY, and none is given and ${path} is missing. ` +
        'Restore that file, or give the key as SECRET_KEY.',
    );
  }
  try {
    await writeFile(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process that starts at the same time was faster.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const made = await readSecretKey(dataDir);
  if (made === undefined)
    throw new Error(`The secret key in ${path} is empty. Restore it, or remove the file.`);
  return made;
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
