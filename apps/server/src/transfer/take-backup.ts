import type { DatabaseLocation } from '../db/database.ts';
import { migrationNames } from '../db/migrate.ts';
import type { Snapshot } from '../db/snapshot.ts';
import { softwareVersion } from '../lib/software-version.ts';
import { BackupError, type Header } from './format.ts';
import { isKept } from './kept-tables.ts';
import { writeBackup } from './write-backup.ts';

interface Wanted {
  readonly location: DatabaseLocation;
  /** To be part of the backup. */
  readonly secretKey: string | undefined;
  /** In milliseconds since the epoch. */
  readonly now: number;
  readonly onProgress: (rows: number) => void;
}

/**
 * The text of a backup of all that the database held when the snapshot was opened. The database may be one of an older
 * version: a backup is what one takes before migrating.
 *
 * @throws BackupError where there is nothing of Latchkey in the database, or a newer version has made it.
 */
export async function takeBackup(snapshot: Snapshot, wanted: Wanted): Promise<AsyncGenerator<string>> {
  const header: Header = {
    software: softwareVersion,
    madeAt: new Date(wanted.now).toISOString(),
    database: wanted.location.dialect,
    migrations: await readMigrations(snapshot),
    lastIds: Object.fromEntries([...(await snapshot.lastIds())].filter(([table]) => isKept(table))),
    secretKeyChecks: (await snapshot.query('select check_value from secret_keys order by id')).map(
      ([check]) => String(check),
    ),
    secretKey: wanted.secretKey,
  };
  return writeBackup(snapshot, header, wanted.onProgress);
}

async function readMigrations(snapshot: Snapshot): Promise<readonly string[]> {
  const known = snapshot.columns.has('latchkey_migration');
  const names = known ? await snapshot.query('select name from latchkey_migration order by name') : [];
  if (names.length === 0)
    throw new BackupError('There is nothing in the database yet: no server has used it.');
  const run = names.map(([name]) => String(name));
  if (run.some((name) => !migrationNames.includes(name)))
    throw new BackupError(
      'The database was made by a newer version of Latchkey. Take the backup with that version.',
    );
  return run;
}
