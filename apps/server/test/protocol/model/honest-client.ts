import { randomBytes } from 'node:crypto';
import type { ModelRules } from './session-model.ts';
import type { Held, SessionRecord } from './session-record.ts';

/** A client whose tabs share one storage, and which keeps to the rules of docs/refresh-protocol.md. */
export interface HonestClient {
  readonly session: SessionRecord;
  /** Without Idempotency-Keys it retries only within the grace. */
  readonly hasKeys: boolean;
  stored: Held;
  /** Made before the stored token is sent for the first time, and kept until that is answered. */
  idempotencyKey: string | undefined;
  firstSentAt: number | undefined;
  readonly lateAnswers: { readonly asked: Held; readonly given: Held }[];
  /** Whether its owner, or time, has ended the session. */
  isOver: boolean;
}

export function beginClient(stored: Held, hasKeys: boolean): HonestClient {
  const { session } = stored;
  return {
    session,
    hasKeys,
    stored,
    idempotencyKey: undefined,
    firstSentAt: undefined,
    lateAnswers: [],
    isOver: false,
  };
}

/** Notes that the stored token is about to be sent. False: the client has to give up on it. */
export function prepareRequest(client: HonestClient, now: number, { grace }: ModelRules): boolean {
  client.firstSentAt ??= now;
  if (client.hasKeys) client.idempotencyKey ??= randomBytes(12).toString('base64url');
  return client.hasKeys || Math.abs(now - client.firstSentAt) <= grace;
}

/** Stores what was given, unless the storage has moved on since it was asked for. */
export function storeAnswer(client: HonestClient, asked: Held, given: Held): void {
  if (client.stored.token !== asked.token) return;
  client.stored = given;
  client.idempotencyKey = undefined;
  client.firstSentAt = undefined;
}

/** @throws Error where a client was refused that nobody has attacked and that has done nothing wrong. */
export function requireSignedIn(client: HonestClient, given: Held | undefined, now: number): void {
  client.isOver ||= client.session.model.expiresAt <= now;
  if (given || client.isOver || client.session.isAttacked) return;
  throw new Error('an honest client was logged out');
}
