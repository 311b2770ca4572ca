/*
 * What a presented refresh token does to its session: the whole protocol, as one function of the session's row and
 * the time. docs/refresh-protocol.md specifies it; protocol.test.ts searches all its short interleavings.
 */

export type EndReason =
  'logout' | 'reuse' | 'admin' | 'password_changed' | 'account_disabled' | 'limit' | 'key_retired';

/** From which generation on tokens were superseded at that time (ms). */
export type Rotation = readonly [fromGeneration: number, at: number];

/**
 * The generation of a token of the former system that a session was begun in exchange for: it was superseded by the
 * first token, when the session began.
 */
export const beforeTheFirst = -1;

/** What the protocol keeps of a session. Times are in milliseconds since the epoch. */
export interface SessionState {
  readonly createdAt: number;
  /** The generation of the current token. */
  readonly generation: number;
  /** The secret key that the current token is derived from, and that of the token before it. */
  readonly keyId: number;
  readonly previousKeyId: number;
  /** When the current token replaced the one before it. */
  readonly rotatedAt: number;
  /** The rotations before that one that were within the grace when it happened, oldest first. */
  readonly earlierRotations: readonly Rotation[];
  /** Of the request that rotated last. */
  readonly idempotencyDigest: string | null;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  readonly endReason: EndReason | null;
}

export interface Presented {
  readonly generation: number;
  /** The secret key that the token was derived from. */
  readonly keyId: number;
  readonly idempotencyDigest: string | null;
}

/** In milliseconds. */
export interface Rules {
  readonly grace: number;
  readonly refreshLifetime: number;
  /** 0: none. */
  readonly absoluteLifetime: number;
}

export type Decision =
  | { readonly kind: 'rotate'; readonly next: SessionState }
  /** The current token again; nothing is written. */
  | { readonly kind: 'replay' }
  /** Two parties hold tokens of this session. It has to end. */
  | { readonly kind: 'reuse' }
  | { readonly kind: 'ended'; readonly reason: EndReason }
  | { readonly kind: 'expired' }
  /** Over for so long that it is answered like a session that never was. */
  | { readonly kind: 'forgotten' };

/** Decides about a token that has proven to be this session's. */
export function decideRefresh(
  state: SessionState,
  presented: Presented,
  rules: Rules,
  now: number,
  signingKeyId: number,
): Decision {
  if (state.endedAt !== null && state.endReason !== null) {
    return isForgotten(state.endedAt, rules, now)
      ? { kind: 'forgotten' }
      : { kind: 'ended', reason: state.endReason };
  }
  const expiresAt = Math.min(state.expiresAt, absoluteEnd(state, rules));
  if (expiresAt <= now) return { kind: isForgotten(expiresAt, rules, now) ? 'forgotten' : 'expired' };
  if (presented.generation >= state.generation) {
    return { kind: 'rotate', next: rotate(state, presented, rules, now, signingKeyId) };
  }
  const supersededAt = findRotation(state, presented.generation);
  if (supersededAt !== undefined && isWithinGrace(supersededAt, rules, now)) return { kind: 'replay' };
  return isLateRetry(state, presented) ? { kind: 'replay' } : { kind: 'reuse' };
}

/** A token newer than the row is taken for the current one: the database has lost its last writes. */
function rotate(
  state: SessionState,
  presented: Presented,
  rules: Rules,
  now: number,
  signingKeyId: number,
): SessionState {
  return {
    ...state,
    generation: presented.generation + 1,
    previousKeyId: presented.keyId,
    keyId: signingKeyId,
    rotatedAt: now,
    earlierRotations: recentRotations(state, presented, rules, now),
    idempotencyDigest: presented.idempotencyDigest,
    expiresAt: Math.min(now + rules.refreshLifetime, absoluteEnd(state, rules)),
  };
}

const maximumRotations = 16;

function recentRotations(state: SessionState, presented: Presented, rules: Rules, now: number): Rotation[] {
  const rotations: Rotation[] = [...state.earlierRotations];
  if (state.generation > 0) rotations.push([state.generation - 1, state.rotatedAt]);
  // When the lost rotations happened is not known; it was a moment ago, or their tokens would be of no use.
  if (presented.generation > state.generation) rotations.push([state.generation, now]);
  const recent = rotations.filter(([, at]) => isWithinGrace(at, rules, now));
  return recent.length <= maximumRotations ? recent : thinOut(recent, rules);
}

/**
 * Keeps one rotation for each slot of time, the first: what was superseded in that slot counts from there on. Slots
 * stand still. Were neighbours merged into the later one, the oldest could be handed on for as long as the burst
 * lasts, and a thief who refreshes all the time would never be found out.
 */
function thinOut(rotations: readonly Rotation[], rules: Rules): Rotation[] {
  const slot = (at: number): number => Math.floor((at * (maximumRotations - 1)) / rules.grace);
  const firsts = rotations.filter(([, at], i) => {
    const before = rotations[i - 1];
    return before === undefined || slot(before[1]) !== slot(at);
  });
  // A clock that was set back goes through its slots twice. Then the oldest have to go.
  return firsts.slice(-maximumRotations);
}

/** When the token of a generation was superseded, as far as that is still of interest. */
function findRotation(state: SessionState, generation: number): number | undefined {
  if (generation === beforeTheFirst) return state.createdAt;
  if (generation === state.generation - 1) return state.rotatedAt;
  return state.earlierRotations.findLast(([from]) => from <= generation)?.[1];
}

/**
 * A clock that was set back makes a negative age, which counts like a positive one: for as long as the grace. A grace of 0
 * is none, also in the same millisecond.
 */
function isWithinGrace(at: number, { grace }: Rules, now: number): boolean {
  return grace > 0 && Math.abs(now - at) <= grace;
}

/** Whoever has both the token and the key of the request that spent it is the client that sent that request. */
function isLateRetry(state: SessionState, presented: Presented): boolean {
  return (
    presented.generation === state.generation - 1 &&
    presented.idempotencyDigest !== null &&
    presented.idempotencyDigest === state.idempotencyDigest
  );
}

function absoluteEnd(state: SessionState, rules: Rules): number {
  return rules.absoluteLifetime === 0 ? Infinity : state.createdAt + rules.absoluteLifetime;
}

/** Whether a session has been over for longer than a refresh token lives. */
export function isForgotten(overSince: number, rules: Rules, now: number): boolean {
  return overSince + rules.refreshLifetime < now;
}
