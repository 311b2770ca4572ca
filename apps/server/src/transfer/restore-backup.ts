import type { Opened, Trx } from '../db/database.ts';
import { exclusively } from '../db/locking.ts';
import {
  forgetMigrations,
  lockMigrations,
  migrateWithin,
  migrationNames,
  readMigrationState,
} from '../db/migrate.ts';
import { readDatabaseTime } from '../db/time.ts';
import { recordEvent } from '../features/audit/index.ts';
import { endWindowsSealedUnder } from '../features/former-tokens/index.ts';
import { countLiveNodes, deleteSecretKey, recogniseKeys } from '../features/installation/index.ts';
import { endSessionsOfKeys } from '../features/sessions/index.ts';
import { deleteKeysSealedUnder } from '../features/tokens/index.ts';
import type { Clock } from '../lib/clock.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { BackupError, damaged, newer, type Header } from './format.ts';
import { allTables, isKept, keptTables, rememberedIds } from './kept-tables.ts';
import type { Backup } from './read-backup.ts';
import {
  analyze,
  countRows,
  dropTables,
  holdMails,
  insertRows,
  selectColumns,
  selectLastIds,
  setLastId,
  type TableColumns,
} from './restore-queries.ts';

/**
 * How far the numbers of a restored database are from those of the backup. What was given in between is not known; nobody
 * gives a million in the time from a backup to the loss of its database, or whoever does has enough numbers.
 */
const leap = 1_000_000;

const heldFailure =
  'It waited when the backup was taken that this was restored from, and may have been sent since.';

export interface RestoreOptions {
  /** The SECRET_KEYs that servers will be given. */
  readonly secretKeys: readonly string[];
  /** Whether the installation that the backup was taken of has done nothing since: numbers and mails just go on. */
  readonly isMove: boolean;
  /** Whether sessions may end whose SECRET_KEY is not given. */
  readonly endsSessions: boolean;
  readonly onProgress: (rows: number) => void;
  /** Called once all is in place, right before it is committed. */
  readonly beforeCommit: () => Promise<void>;
}

export interface Restored {
  readonly rows: Readonly<Record<string, number>>;
  readonly heldMails: number;
  readonly endedSessions: number;
}

/** What a database holds that a restore would replace. */
export interface Contents {
  readonly accounts: number;
  readonly sessions: number;
  readonly changesOfSettings: number;
}

/** @throws BackupError where servers run on the database, or a newer version has made it. */
export async function examineTarget({ kysely }: Opened, clock: Clock): Promise<Contents | undefined> {
  const { unknown } = await readMigrationState({ kysely });
  if (unknown.length > 0)
    throw new BackupError('The database was made by a newer version of Latchkey. Restore with that version.');
  const tables = await selectColumns(kysely);
  if (!tables.has('accounts')) return undefined;
  await refuseLiveNodes(kysely, clock);
  const count = (table: string): Promise<number> =>
    tables.has(table) ? countRows(kysely, table) : Promise.resolve(0);
  const contents = {
    accounts: await count('accounts'),
    sessions: await count('sessions'),
    changesOfSettings: await count('settings_versions'),
  };
  return Object.values(contents).some((number) => number > 0) ? contents : undefined;
}

async function refuseLiveNodes(db: Opened['kysely'], clock: Clock): Promise<void> {
  const live = await countLiveNodes(db, clock);
  if (live === 0) return;
  throw new BackupError(
    `${live === 1 ? 'A server runs' : `${live} servers run`} on the database. Stop all of them first; ` +
      'one that was killed counts for 15 seconds more.',
  );
}

/** @throws BackupError where a newer version has taken the backup. */
export function refuseNewer({ migrations, software }: Header): void {
  if (migrations.some((name) => !migrationNames.includes(name))) throw newer(software);
}

/**
 * Puts a backup in the place of what the database holds, in one transaction: whatever happens, the database is as it was
 * before or all of it is restored.
 *
 * @throws BackupError where the backup is damaged, servers run, or a SECRET_KEY is missing; the database's error.
 */
export function restoreBackup(
  { kysely }: Opened,
  clock: Clock,
  { header, pieces }: Backup,
  options: RestoreOptions,
): Promise<Restored> {
  refuseNewer(header);
  return exclusively(kysely, async (trx) => {
    await lockMigrations(trx);
    const present = await selectColumns(trx);
    if (present.has('nodes')) await refuseLiveNodes(trx, clock);
    const formerIds = present.has('accounts') ? await selectLastIds(trx) : new Map<string, number>();
    await dropTables(
      trx,
      allTables.filter((table) => present.has(table)),
    );
    await forgetMigrations(trx);
    await migrateWithin(trx, header.migrations);
    const rows = await insertAll(trx, pieces, await selectColumns(trx), options.onProgress);
    await goOnWithIds(trx, header.lastIds, formerIds, options.isMove ? 0 : leap);
    // Only the tables of this version are known to what follows.
    await migrateWithin(
      trx,
      migrationNames.filter((name) => !header.migrations.includes(name)),
    );
    const now = await readDatabaseTime(trx, clock);
    const endedSessions = await settleSecretKeys(trx, options, now);
    const heldMails = options.isMove ? 0 : await holdMails(trx, now, heldFailure);
    await recordEvent(trx, fromCommandLine, now, {
      event: 'backup.restored',
      details: { made_at: header.madeAt, software: header.software, database: header.database },
    });
    await analyze(trx, keptTables);
    await options.beforeCommit();
    return { rows, heldMails, endedSessions };
  });
}

async function insertAll(
  trx: Trx,
  pieces: Backup['pieces'],
  tables: TableColumns,
  onProgress: (rows: number) => void,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let total = 0;
  let table = '';
  let types: (readonly [string, string])[] = [];
  for await (const piece of pieces) {
    if (piece.kind === 'table') {
      ({ table } = piece);
      types = typesOf(
        piece.columns,
        keptTables.some((kept) => kept === table) ? tables.get(table) : undefined,
      );
      if (table in counts) throw damaged(`it has ${table} twice`);
      counts[table] = 0;
    } else {
      await insertRows(trx, table, types, piece.json);
      counts[table] = (counts[table] ?? 0) + piece.count;
      total += piece.count;
      onProgress(total);
    }
  }
  return counts;
}

/** The columns have to be those of the tables that the same migrations have made here. */
function typesOf(
  columns: readonly string[],
  known: ReadonlyMap<string, string> | undefined,
): (readonly [string, string])[] {
  const types = columns.map((column) => [column, known?.get(column) ?? ''] as const);
  if (known?.size !== columns.length || types.some(([, type]) => type === ''))
    throw damaged('its tables are not those of the version that it names');
  return types;
}

/** No number is given again, neither one of the backup nor one of what is replaced. */
async function goOnWithIds(
  trx: Trx,
  ofBackup: Readonly<Record<string, number>>,
  former: ReadonlyMap<string, number>,
  leap: number,
): Promise<void> {
  const loaded = await selectColumns(trx);
  for (const [table, last] of Object.entries(ofBackup)) {
    const isRemembered = rememberedIds.some((remembered) => remembered === table);
    const next = Math.max(last, former.get(table) ?? 0) + (isRemembered ? leap : 0);
    if (next > 0 && isKept(table) && loaded.has(table)) await setLastId(trx, table, next);
  }
}

/**
 * A backup is of no use without the SECRET_KEY: no refresh token fits, no signing key can be opened, and no server starts.
 *
 * @returns how many sessions have ended for want of their key.
 */
async function settleSecretKeys(
  trx: Trx,
  { secretKeys, endsSessions }: RestoreOptions,
  now: number,
): Promise<number> {
  const { known, missingIds } = await recogniseKeys(trx, secretKeys);
  if (missingIds.length === 0) return 0;
  if (!endsSessions) {
    if (known.length > 0) return 0;
    throw new BackupError(missingKey);
  }
  const ended = await endSessionsOfKeys(trx, missingIds, now);
  for (const id of missingIds) {
    await deleteKeysSealedUnder(trx, id);
    await endWindowsSealedUnder(trx, id, now);
    await deleteSecretKey(trx, id);
  }
  return ended;
}

export const missingKey =
  'The SECRET_KEY that was used with this database is not given, and the backup does not hold it. Give it as SECRET_KEY, ' +
  'or put the file secret-key that was beside the database into DATA_DIR. Where it is lost: with --end-sessions ' +
  'everybody has to log in again, and all else is kept.';
