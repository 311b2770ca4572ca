import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../db/database.ts';
import { selectSecretKeys } from './queries.ts';

const fileName = 'secret-key';

/**
 * The secret key of a single machine that was given none: made on the first start, kept beside the database,
 * readable by its owner alone.
 *
 * @throws Error where the database has been used with a key and the file is gone: a new key would fit no session.
 */
export async function readOrMakeSecretKey(db: Db, dataDir: string): Promise<string> {
  const path = join(dataDir, fileName);
  const kept = await readKey(path);
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
  const made = await readKey(path);
  if (made === undefined)
    throw new Error(`The secret key in ${path} is empty. Restore it, or remove the file.`);
  return made;
}

async function readKey(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim() || undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
