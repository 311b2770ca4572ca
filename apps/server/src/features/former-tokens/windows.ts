import type { Database, Trx } from '../../db/database.ts';
import type { FormerTokenSource } from '../../db/tables.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Origin } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import { notifyNodes } from '../settings/index.ts';
import { endWindows } from './queries.ts';

/**
 * Closes every window: the tokens that were not exchanged yet are over, on all nodes, once the transaction commits.
 *
 * @param reason why a session that ends at the same time does.
 */
export async function closeWindows(
  trx: Trx,
  reason: string,
  origin: Origin,
  now: number,
): Promise<FormerTokenSource[]> {
  const closed = await endWindows(trx, undefined, reason, now);
  if (closed.length === 0) return closed;
  await recordEvent(trx, origin, now, {
    event: 'former_tokens.closed',
    details: { sources: closed, reason },
  });
  await notifyNodes(trx);
  return closed;
}

/** What an operator does with open windows. @returns those that were closed. */
export function closeFormerTokens(
  { database: { kysely }, clock }: { readonly database: Database; readonly clock: Clock },
  origin: Origin,
): Promise<FormerTokenSource[]> {
  return kysely.transaction().execute(async (trx) => {
    const now = await readDatabaseTime(trx, clock);
    return closeWindows(trx, 'admin', origin, now);
  });
}
