/*
 * The refresh table of the contract, written once more and as simply as possible: it remembers when every generation
 * was superseded, where the service keeps a few numbers in a row. Times are in milliseconds.
 */

export interface ModelRules {
  readonly grace: number;
  readonly refreshLifetime: number;
  readonly absoluteLifetime: number;
}

const day = 24 * 3_600_000;

/** The defaults of the settings. */
export const contractRules: ModelRules = {
  grace: 10_000,
  refreshLifetime: 30 * day,
  absoluteLifetime: 365 * day,
};

export interface SessionModel {
  readonly createdAt: number;
  /** The generation of the current token. */
  readonly generation: number;
  /** By generation; undefined: so long ago that it does not matter any more. */
  readonly supersededAt: readonly (number | undefined)[];
  /** The Idempotency-Key of the request that rotated last. */
  readonly rotatedWith: string | undefined;
  readonly expiresAt: number;
  readonly ended: { readonly at: number; readonly reason: string } | undefined;
}

export type Expected =
  | { readonly status: 200; readonly rotates: boolean }
  | { readonly status: 401; readonly code: string; readonly reason?: string };

export function beginSession(now: number, rules: ModelRules): SessionModel {
  return {
    createdAt: now,
    generation: 0,
    supersededAt: [],
    rotatedWith: undefined,
    expiresAt: Math.min(now + rules.refreshLifetime, now + rules.absoluteLifetime),
    ended: undefined,
  };
}

/** What the answer to a token has to be, and the session after it. */
export function present(
  session: SessionModel,
  token: { readonly generation: number; readonly idempotencyKey: string | undefined },
  now: number,
  rules: ModelRules,
): { expected: Expected; after: SessionModel } {
  const refuse = (code: string, reason?: string) => ({
    expected: { status: 401, code, ...(reason !== undefined && { reason }) } as const,
    after: session,
  });
  const { generation, ended, expiresAt } = session;
  const overSince = ended?.at ?? expiresAt;
  if (ended !== undefined || expiresAt <= now) {
    if (now - overSince > rules.refreshLifetime) return refuse('refresh_token_unknown');
    return ended ? refuse('session_ended', ended.reason) : refuse('refresh_token_expired', 'expired');
  }
  if (token.generation >= generation) {
    return { expected: { status: 200, rotates: true }, after: rotate(session, token, now, rules) };
  }
  const isBefore = token.generation === generation - 1;
  const isLateRetry = isBefore && token.idempotencyKey !== undefined;
  if (
    isInGrace(session.supersededAt[token.generation], now, rules) ||
    (isLateRetry && token.idempotencyKey === session.rotatedWith)
  ) {
    return { expected: { status: 200, rotates: false }, after: session };
  }
  return { ...refuse('refresh_token_reused', 'reuse'), after: endSession(session, 'reuse', now) };
}

/** The first reason stays. */
export function endSession(session: SessionModel, reason: string, at: number): SessionModel {
  return session.ended ? session : { ...session, ended: { at, reason } };
}

function rotate(
  session: SessionModel,
  token: { readonly generation: number; readonly idempotencyKey: string | undefined },
  now: number,
  rules: ModelRules,
): SessionModel {
  // What is out of the grace now stays out of it, also when the clock is set back later.
  const supersededAt = session.supersededAt.map((at) => (isInGrace(at, now, rules) ? at : undefined));
  // More than one where the database has lost rotations.
  for (let lost = session.generation; lost <= token.generation; lost += 1) supersededAt[lost] = now;
  return {
    ...session,
    generation: token.generation + 1,
    supersededAt,
    rotatedWith: token.idempotencyKey,
    expiresAt: Math.min(now + rules.refreshLifetime, session.createdAt + rules.absoluteLifetime),
  };
}

function isInGrace(at: number | undefined, now: number, rules: ModelRules): boolean {
  return at !== undefined && Math.abs(now - at) <= rules.grace;
}

/** Whether some milliseconds more or less would make a difference to any token of the session. */
export function isOnTheEdge(
  { supersededAt }: SessionModel,
  now: number,
  margin: number,
  rules: ModelRules,
): boolean {
  return supersededAt.some((at) => at !== undefined && Math.abs(Math.abs(now - at) - rules.grace) < margin);
}
