import type { Database } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import { longestTokenLifeMs, selectLongestTokenLifeMs, type LiveSettings } from '../settings/index.ts';
import * as queries from './queries.ts';

/** The sessions that have ended, and whose access tokens may not have expired. */
export interface EndedSessions {
  /** Grows with every session that ends. */
  readonly seq: number;
  /** When they were looked up, in milliseconds since the epoch. */
  readonly at: number;
  readonly sessionIds: readonly string[];
  /** There were too many to name: what was issued until then, in milliseconds since the epoch, is not to be trusted. */
  readonly notBefore: number | undefined;
  /** The same text for the same sessions. */
  readonly fingerprint: string;
}

/** Above all the size of the feed: about 500 kB. */
const mostNamed = 20_000;
/** Entries are dropped in steps, so that not every one that goes makes a new feed. */
const stepMs = 10_000;

export interface EndedSessionsDeps {
  readonly database: Database;
  readonly settings: LiveSettings;
  readonly clock: Clock;
}

/** @param before what was found last; the same where nothing has changed but the time. */
export async function findEndedSessions(
  { database: { kysely }, settings, clock }: EndedSessionsDeps,
  before: EndedSessions | undefined,
): Promise<EndedSessions> {
  const at = await readDatabaseTime(kysely, clock);
  // An entry stays as long as any token can be good.
  const since = Math.floor((at - (await selectLongestTokenLifeMs(kysely, settings, at))) / stepMs) * stepMs;
  const { first, count, seq } = await queries.selectExtent(kysely, since);
  // Transactions may end in another order than their numbers: the count tells of those that came later.
  const fingerprint = `${seq}.${count}.${first}`;
  if (before?.fingerprint === fingerprint) return { ...before, at };
  const rows = await queries.selectEndedSince(kysely, since, mostNamed + 1);
  const unnamed = rows[mostNamed];
  return {
    seq,
    at,
    sessionIds: rows.slice(0, mostNamed).map(({ sessionId }) => sessionId),
    notBefore: unnamed?.endedAt,
    fingerprint,
  };
}

export async function clearEndedSessions({ database, clock }: EndedSessionsDeps): Promise<void> {
  const now = await readDatabaseTime(database.kysely, clock);
  await queries.deleteEndedBefore(database.kysely, now - longestTokenLifeMs - stepMs);
}
