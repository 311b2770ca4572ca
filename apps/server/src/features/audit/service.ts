import type { Database } from '../../db/database.ts';
import { toPage, type Place } from '../../http/paging.ts';
import type { Clock } from '../../lib/clock.ts';
import { auditEventNames } from './events.ts';
import * as queries from './queries.ts';

export type AuditService = ReturnType<typeof createAuditService>;

/** Reads the audit trail. */
export function createAuditService({ database }: { readonly database: Database }) {
  const { kysely } = database;
  return {
    eventNames: auditEventNames,

    async list(filter: queries.EventFilter, { after, limit }: { after: Place | undefined; limit: number }) {
      const rows = await queries.selectEvents(kysely, filter, { before: after, limit: limit + 1 });
      const places = rows.map((row) => ({ ...row, createdAt: row.at, id: String(row.id) }));
      return toPage(places, limit, describe);
    },

    /** Everything that happened to an account, newest first. */
    async eventsOf(accountId: number) {
      const rows = await queries.selectEventsOf(kysely, accountId);
      return rows.map((row) => ({
        at: new Date(row.at).toISOString(),
        event: row.event,
        session_id: row.sessionId,
        address: row.address,
        details: readDetails(row.details),
      }));
    },

    /** @param since in milliseconds since the epoch. */
    countReuse: (since: number): Promise<number> => queries.countEventsSince(kysely, 'refresh.reused', since),
  };
}

function describe(row: Omit<queries.EventRow, 'id'> & { id: string }) {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    event: row.event,
    account: row.accountId === null ? null : { id: row.accountId, email: row.accountEmail },
    actor: row.actorId === null ? null : { id: row.actorId, email: row.actorEmail },
    source: row.source,
    session_id: row.sessionId,
    address: row.address,
    request_id: row.requestId,
    details: readDetails(row.details),
  };
}

/** Written by recordEvent, from an object. */
function readDetails(json: string): Record<string, unknown> {
  return JSON.parse(json) as Record<string, unknown>;
}

const batchSize = 500;

/**
 * Deletes a batch of the events that are older than that.
 *
 * @returns whether there may be more.
 */
export async function clearOldEvents(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  retentionSeconds: number,
): Promise<{ deleted: number; wasLast: boolean }> {
  const before = clock.now() - retentionSeconds * 1_000;
  const deleted = await queries.deleteEventsBefore(database.kysely, before, batchSize);
  return { deleted, wasLast: deleted < batchSize };
}
