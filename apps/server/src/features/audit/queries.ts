import { sql, type Insertable } from 'kysely';
import type { Db } from '../../db/database.ts';
import { prepared } from '../../db/prepared.ts';
import type { AuditEventsTable } from '../../db/tables.ts';

type NewEvent = Omit<Insertable<AuditEventsTable>, 'id'>;

const insertion = prepared((db, event: NewEvent) =>
  db.insertInto('audit_events').values({
    at: event.at,
    event: event.event,
    account_id: event.account_id,
    actor_id: event.actor_id,
    source: event.source,
    session_id: event.session_id,
    address: event.address,
    request_id: event.request_id,
    details: event.details,
  }),
);

export async function insertEvent(db: Db, event: NewEvent): Promise<void> {
  await insertion(db, event);
}

export interface EventFilter {
  readonly event?: string | undefined;
  readonly accountId?: number | undefined;
  readonly actorId?: number | undefined;
  readonly address?: string | undefined;
  /** In milliseconds since the epoch, inclusive. */
  readonly since?: number | undefined;
  /** In milliseconds since the epoch, exclusive. */
  readonly until?: number | undefined;
}

export type EventRow = Awaited<ReturnType<typeof selectEvents>>[number];

/** Events, newest first, older than the one that `before` names. An account that is gone has no address any more. */
export function selectEvents(
  db: Db,
  filter: EventFilter,
  page: { before: { createdAt: number; id: string } | undefined; limit: number },
) {
  const { before } = page;
  const { event, accountId, actorId, address, since, until } = filter;
  return db
    .selectFrom('audit_events as e')
    .leftJoin('accounts as account', 'account.id', 'e.account_id')
    .leftJoin('accounts as actor', 'actor.id', 'e.actor_id')
    .select([
      'e.id',
      'e.at',
      'e.event',
      'e.account_id as accountId',
      'account.email as accountEmail',
      'e.actor_id as actorId',
      'actor.email as actorEmail',
      'e.source',
      'e.session_id as sessionId',
      'e.address',
      'e.request_id as requestId',
      'e.details',
    ])
    .$if(event !== undefined, (query) => query.where('e.event', '=', event ?? ''))
    .$if(accountId !== undefined, (query) => query.where('e.account_id', '=', accountId ?? 0))
    .$if(actorId !== undefined, (query) => query.where('e.actor_id', '=', actorId ?? 0))
    .$if(address !== undefined, (query) => query.where('e.address', '=', address ?? ''))
    .$if(since !== undefined, (query) => query.where('e.at', '>=', since ?? 0))
    .$if(until !== undefined, (query) => query.where('e.at', '<', until ?? 0))
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(e.at, e.id) < (${before?.createdAt}, ${Number(before?.id)})`),
    )
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(page.limit)
    .execute();
}

/** Everything that is kept about an account, newest first. */
export function selectEventsOf(db: Db, accountId: number) {
  return db
    .selectFrom('audit_events')
    .select(['at', 'event', 'session_id as sessionId', 'address', 'details'])
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** How often an event happened since then, in milliseconds since the epoch. */
export async function countEventsSince(db: Db, event: string, since: number): Promise<number> {
  const { count } = await db
    .selectFrom('audit_events')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('event', '=', event)
    .where('at', '>=', since)
    .executeTakeFirstOrThrow();
  return count;
}

/** Deletes up to `limit` of the oldest events from before that time. */
export async function deleteEventsBefore(db: Db, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('audit_events')
    .where('id', 'in', (query) =>
      query.selectFrom('audit_events').select('id').where('at', '<', before).orderBy('at').limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** When the newest event happened; undefined: none has. */
export async function selectNewestEventTime(db: Db): Promise<number | undefined> {
  const row = await db
    .selectFrom('audit_events')
    .select('at')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}
