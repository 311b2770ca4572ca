import type { Batch } from '../../lib/batching.ts';
import type { Origin } from '../../lib/origin.ts';
import type { KeyRing } from '../installation/index.ts';
import { cannotRefreshNow, refreshTokenExpired, refreshTokenUnknown, sessionEnded } from './errors.ts';
import { beforeTheFirst, decideRefresh, isForgotten, type Rules, type SessionState } from './protocol.ts';
import { formatRefreshToken, proveToken, type ProofKey, type RefreshToken } from './refresh-token.ts';
import { toState, type RowChange, type SessionRow } from './session-row.ts';

/** A token of the former system that was exchanged for a session. Whoever made the request has looked that up. */
export interface ExchangedToken {
  readonly selector: number;
  readonly isExchanged: true;
}

export interface RefreshRequest {
  readonly token: RefreshToken | ExchangedToken;
  readonly idempotencyDigest: string | null;
  readonly origin: Origin;
}

/** A request that is granted: what the new pair is made of. */
export interface Granted {
  /** Whether it is the answer that was given before, for a race or a late retry; a login is none. */
  readonly isRepeated: boolean;
  readonly accountId: number;
  readonly sessionId: string;
  readonly isStaff: boolean;
  readonly refreshToken: string;
  readonly refreshExpiresInSeconds: number;
}

type Entry = Batch<RefreshRequest, Granted>[number];

/** What becomes of one session and of the requests that hold its tokens. */
export interface Plan {
  readonly selector: number;
  /** To be written before anything is answered; undefined: nothing changes. */
  readonly change: RowChange | undefined;
  /** Answers the requests that are decided. */
  readonly settled: readonly (() => void)[];
  /** The request that used a superseded token again: the session has to be ended before it is answered. */
  readonly reusedBy?: Entry;
  /** Requests to be decided after that. */
  readonly again: readonly Entry[];
}

interface Circumstances {
  readonly keyRing: KeyRing;
  readonly rules: Rules;
  readonly now: number;
}

/** All keys, those that the session's last tokens were derived from first. */
export function proofKeys(keyRing: KeyRing, row: SessionRow): readonly ProofKey[] {
  const keys = keyRing.all();
  if (keys.length === 1) return keys;
  const rank = ({ id }: ProofKey): number => (id === row.keyId ? 0 : id === row.previousKeyId ? 1 : 2);
  return [...keys].sort((a, b) => rank(a) - rank(b));
}

/** Decides about the requests of one session, one after the other, each upon what the one before left behind. */
export function planSession(
  selector: number,
  row: SessionRow | undefined,
  entries: readonly Entry[],
  { keyRing, rules, now }: Circumstances,
): Plan {
  const settled: (() => void)[] = [];
  if (!row) {
    for (const entry of entries) settled.push(() => entry.reject(refreshTokenUnknown()));
    return { selector, change: undefined, settled, again: [] };
  }
  const keys = proofKeys(keyRing, row);
  const first = toState(row);
  let state = first;
  const changeSoFar = (): RowChange | undefined =>
    state === first ? undefined : { selector, fromGeneration: row.generation, state };

  for (const [i, entry] of entries.entries()) {
    const { token, idempotencyDigest } = entry.input;
    const proven =
      'isExchanged' in token
        ? { generation: beforeTheFirst, keyId: row.keyId }
        : proveToken(token, state.generation, keys);
    if (!proven) {
      const problem = unprovenProblem(row, { keyRing, rules, now });
      settled.push(() => entry.reject(problem));
      continue;
    }
    const decision = decideRefresh(state, { ...proven, idempotencyDigest }, rules, now, keyRing.signing().id);
    switch (decision.kind) {
      case 'rotate':
        state = decision.next;
        settled.push(grant(entry, row, { state, isRepeated: false }, keyRing, now));
        break;
      case 'replay':
        settled.push(grant(entry, row, { state, isRepeated: true }, keyRing, now));
        break;
      case 'reuse':
        return { selector, change: changeSoFar(), settled, reusedBy: entry, again: entries.slice(i + 1) };
      case 'ended':
        settled.push(() => entry.reject(sessionEnded(decision.reason)));
        break;
      case 'expired':
        settled.push(() => entry.reject(refreshTokenExpired()));
        break;
      case 'forgotten':
        settled.push(() => entry.reject(refreshTokenUnknown()));
    }
  }
  return { selector, change: changeSoFar(), settled, again: [] };
}

function grant(
  entry: Entry,
  row: SessionRow,
  { state, isRepeated }: { state: SessionState; isRepeated: boolean },
  keyRing: KeyRing,
  now: number,
): () => void {
  const key = keyRing.get(state.keyId);
  if (!key) return () => entry.reject(cannotRefreshNow(missingKey));
  const granted: Granted = {
    isRepeated,
    accountId: row.accountId,
    sessionId: row.id,
    isStaff: row.isStaff === 1,
    refreshToken: formatRefreshToken(row.selector, state.generation, key),
    refreshExpiresInSeconds: Math.floor((state.expiresAt - now) / 1_000),
  };
  return () => entry.resolve(granted);
}

const missingKey = 'a session names a SECRET_KEY that this node was not given';

/** Without the key of a live session nobody can say that a token is forged: a wrong key must end nothing. */
function unprovenProblem(row: SessionRow, { keyRing, rules, now }: Circumstances): Error {
  if (row.endReason === 'key_retired' && !isForgotten(row.endedAt ?? 0, rules, now))
    return sessionEnded('key_retired');
  const keysAreKnown = keyRing.get(row.keyId) !== undefined && keyRing.get(row.previousKeyId) !== undefined;
  return row.endedAt !== null || keysAreKnown ? refreshTokenUnknown() : cannotRefreshNow(missingKey);
}
