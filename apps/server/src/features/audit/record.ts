import type { Db } from '../../db/database.ts';
import type { Origin } from '../../lib/origin.ts';
import type { AuditEventName } from './events.ts';
import { insertEvent } from './queries.ts';

/** What happened. Never a secret, and never an e-mail address: it is kept longer than the account. */
export interface AuditEvent {
  readonly event: AuditEventName;
  /** The account that it happened to. */
  readonly accountId?: number | undefined;
  readonly sessionId?: string | undefined;
  /** What else there is to know, as JSON. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Adds an event to the audit trail.
 *
 * @param db the transaction of what the event tells: both are kept, or neither.
 * @param now in milliseconds since the epoch.
 */
export function recordEvent(db: Db, origin: Origin, now: number, event: AuditEvent): Promise<void> {
  return insertEvent(db, {
    at: now,
    event: event.event,
    account_id: event.accountId ?? null,
    actor_id: origin.actorId,
    source: origin.source,
    session_id: event.sessionId ?? null,
    address: origin.address,
    request_id: origin.requestId,
    details: JSON.stringify(event.details ?? {}),
  });
}
