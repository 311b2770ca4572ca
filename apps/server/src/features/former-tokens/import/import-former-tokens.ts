import type { Database } from '../../../db/database.ts';
import type { ForeignDatabase } from '../../../db/foreign.ts';
import type { FormerTokenSource } from '../../../db/tables.ts';
import { readDatabaseTime } from '../../../db/time.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Origin } from '../../../lib/origin.ts';
import { recordEvent } from '../../audit/index.ts';
import type { KeyRing } from '../../installation/index.ts';
import { notifyNodes } from '../../settings/index.ts';
import { selectWindows, upsertWindow } from '../queries.ts';
import type { TokenForm } from '../token-form.ts';
import { sealFormerKey } from '../window-keys.ts';
import { importBlacklist } from './blacklist.ts';
import { importHolders, type Importing } from './holders.ts';
import { importRefreshTokens } from './refresh-tokens.ts';
import type { ImportReport } from './report.ts';
import type { RefreshTokenColumns } from './source-queries.ts';
import { ImportError, readTables, type SourceTables } from './tables.ts';

const longestWindowMs = 366 * 24 * 3_600_000;
const blacklistTables = ['token_blacklist_blacklistedtoken', 'token_blacklist_outstandingtoken'] as const;

export interface FormerTokensGiven {
  readonly source: ForeignDatabase;
  readonly users: { readonly table: string; readonly id: string; readonly email: string };
  /** The table with the refresh tokens; undefined: there is none. */
  readonly refreshTokens: ({ readonly table: string } & RefreshTokenColumns) | undefined;
  /** How SimpleJWT signed them, and the key as `readFormerKey` gives it; undefined: it did not. */
  readonly simpleJwt: { readonly form: TokenForm; readonly key: string } | undefined;
  /** When the window ends, in milliseconds since the epoch. */
  readonly until: number;
  /** Open a window anew that was closed before its time. */
  readonly reopen: boolean;
  readonly dryRun: boolean;
  readonly onProgress?: (table: string, read: number) => void;
}

export interface FormerTokensReport {
  readonly accounts: ImportReport;
  readonly refreshTokens: ImportReport | undefined;
  /** undefined also where SimpleJWT was used without its blacklist. */
  readonly blacklist: ImportReport | undefined;
}

export interface FormerTokensImportDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyRing: KeyRing;
}

/**
 * Looks whether the source has the tables, and the window may be opened; nothing is written.
 *
 * @throws ImportError; the driver's error where a database cannot be read.
 */
export async function requireImportable(
  { database, clock }: FormerTokensImportDeps,
  given: FormerTokensGiven,
): Promise<{ readonly tables: SourceTables; readonly startedAt: number }> {
  const startedAt = await readDatabaseTime(database.kysely, clock);
  const tables = await readTables(given.source);
  requireTables(tables, given);
  requireEnd(given.until, startedAt);
  if (!given.reopen) await requireOpenable(database, sourcesOf(given));
  return { tables, startedAt };
}

/**
 * Reads what the database of the former system says of its refresh tokens, and opens the window in which they are
 * exchanged. The window opens last: until then nobody is turned away for a token that was not read yet. Calling it
 * again, also after it was interrupted, takes over what has changed there.
 *
 * @throws ImportError; the driver's error where a database cannot be read or written.
 */
export async function importFormerTokens(
  deps: FormerTokensImportDeps,
  given: FormerTokensGiven,
  origin: Origin,
): Promise<FormerTokensReport> {
  const { database, clock, keyRing } = deps;
  const { kysely } = database;
  const { source, users, refreshTokens, simpleJwt, dryRun, onProgress = () => {} } = given;
  const { tables, startedAt } = await requireImportable(deps, given);

  const importing = (table: string): Importing => ({
    db: kysely,
    source,
    users: { ...users, has: (column) => tables.has(users.table, column) },
    startedAt,
    isDryRun: dryRun,
    onProgress: (read) => onProgress(table, read),
  });
  const accounts = await importHolders(importing(users.table));
  const ofTable = refreshTokens && (await importTable(refreshTokens));
  const hasBlacklist = simpleJwt !== undefined && blacklistTables.every((table) => tables.has(table));
  const blacklist = hasBlacklist ? await importBlacklist(importing('token_blacklist')) : undefined;
  const report = { accounts, refreshTokens: ofTable, blacklist };
  if (!dryRun) await openWindows(report);
  return report;

  function importTable({ table, ...columns }: NonNullable<typeof refreshTokens>): Promise<ImportReport> {
    return importRefreshTokens(importing(table), table, columns);
  }

  async function openWindows(counts: FormerTokensReport): Promise<void> {
    const window = { opened_at: startedAt, ends_at: given.until, ended_at: null, end_reason: null };
    await kysely.transaction().execute(async (trx) => {
      if (refreshTokens)
        await upsertWindow(trx, {
          source: 'table',
          ...window,
          form: null,
          sealed_key: null,
          secret_key_id: null,
        });
      if (simpleJwt) {
        const { sealedKey: sealed_key, secretKeyId: secret_key_id } = sealFormerKey(simpleJwt.key, keyRing);
        const form = JSON.stringify(simpleJwt.form);
        await upsertWindow(trx, { source: 'simplejwt', ...window, form, sealed_key, secret_key_id });
      }
      const details = {
        sources: sourcesOf(given),
        until: new Date(given.until).toISOString(),
        accounts: counts.accounts.taken,
        ...(counts.refreshTokens && { refresh_tokens: counts.refreshTokens.taken }),
        ...(counts.blacklist && { blacklisted: counts.blacklist.taken }),
      };
      const now = await readDatabaseTime(trx, clock);
      await recordEvent(trx, origin, now, { event: 'former_tokens.accepted', details });
      await notifyNodes(trx);
    });
  }
}

function sourcesOf({ refreshTokens, simpleJwt }: FormerTokensGiven): FormerTokenSource[] {
  return [...(refreshTokens ? (['table'] as const) : []), ...(simpleJwt ? (['simplejwt'] as const) : [])];
}

/** What was closed on purpose is not opened by a repeated command. */
async function requireOpenable({ kysely }: Database, wanted: readonly FormerTokenSource[]): Promise<void> {
  const windows = await selectWindows(kysely);
  if (!windows.some(({ endedAt, source }) => endedAt !== null && wanted.includes(source))) return;
  throw new ImportError(
    'Former tokens were ended before their time: somebody has closed the window, or ended all sessions. To accept those ' +
      'that were not exchanged yet again after all, say --reopen.',
  );
}

function requireTables(tables: SourceTables, { users, refreshTokens, simpleJwt }: FormerTokensGiven): void {
  if (!refreshTokens && !simpleJwt)
    throw new ImportError('Say which tokens: --refresh-tokens TABLE, --simplejwt-key-file FILE, or both.');
  tables.require(users.table, [users.id, users.email]);
  if (!refreshTokens) return;
  const { table, token, userId, expiresAt } = refreshTokens;
  tables.require(table, [token, userId, expiresAt]);
}

/** While a window is open whoever has the former key can sign in as anybody who came from there. */
function requireEnd(until: number, now: number): void {
  if (until <= now)
    throw new ImportError('The window would be over already: --until has to be a time to come.');
  if (until - now > longestWindowMs)
    throw new ImportError('The window would be open for more than a year: choose an earlier --until.');
}
