import type { Db } from '../../db/database.ts';
import { selectorSpan } from './refresh-token.ts';
import { sampleLive } from './upkeep-queries.ts';

/** So many rows are read at most. Of an installation that has more, one in fifty of these may be off (1 / √5,000). */
const mostRead = 5_000;

/**
 * How many sessions live. Selectors are random, so that those below any number are a fair sample of all; it is the same
 * one each time, so that the number moves only where sessions come and go.
 *
 * @param now by the database's clock, in milliseconds since the epoch.
 */
export async function estimateLiveSessions(db: Db, now: number): Promise<number> {
  const { read, live, last } = await sampleLive(db, mostRead, now);
  if (read < mostRead || last === null) return live;
  return Math.round((live * selectorSpan) / (last + 1));
}
