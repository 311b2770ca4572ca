import { readDatabaseTime } from '../../db/time.ts';
import { deleteOverBefore, selectRangeEnd } from './upkeep-queries.ts';
import type { SessionDeps } from './service.ts';

const rangeSize = 500;

export interface Pruner {
  /**
   * Deletes, in the next small range of sessions, what has been over for longer than a refresh lifetime: its tokens
   * are answered like unknown ones already.
   *
   * @returns how many were deleted, and whether that was the last range; the next call begins anew then.
   */
  pruneRange(): Promise<{ deleted: number; wasLast: boolean }>;
}

export function createPruner({
  database,
  clock,
  settings,
}: Pick<SessionDeps, 'database' | 'clock' | 'settings'>): Pruner {
  const { kysely } = database;
  let after = -1;
  return {
    async pruneRange() {
      const now = await readDatabaseTime(kysely, clock);
      const upTo = await selectRangeEnd(kysely, after, rangeSize);
      const before = now - settings.get('REFRESH_TOKEN_LIFETIME') * 1_000;
      const deleted = await deleteOverBefore(kysely, { after, upTo }, before);
      after = upTo ?? -1;
      return { deleted, wasLast: upTo === undefined };
    },
  };
}
