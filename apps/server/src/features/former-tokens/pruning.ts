import type { Database } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Settings } from '../settings/index.ts';
import * as queries from './pruning-queries.ts';

const batchSize = 500;
const sources = ['table', 'simplejwt'] as const;

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
}

/**
 * Deletes a batch of what is kept of windows that have been over for longer than a refresh lifetime: their tokens are
 * answered like unknown ones from then on. What an import has left behind that never came to its end goes as late.
 *
 * @returns whether that was the last.
 */
export async function clearFormerTokens({ database, clock, settings }: Deps): Promise<{ wasLast: boolean }> {
  const { kysely } = database;
  const before = (await readDatabaseTime(kysely, clock)) - settings.get('REFRESH_TOKEN_LIFETIME') * 1_000;
  const windows = await queries.selectEnds(kysely);
  const over =
    windows.length === 0
      ? sources
      : windows.filter(({ overAt }) => overAt < before).map(({ source }) => source);
  for (const source of over) {
    if ((await queries.deleteSomeTokens(kysely, source, before, batchSize)) > 0) return { wasLast: false };
    await queries.deleteWindow(kysely, source, before);
  }
  const isLeft = over.length > 0 && over.length >= windows.length;
  return { wasLast: !isLeft || (await queries.deleteSomeHolders(kysely, before, batchSize)) === 0 };
}
