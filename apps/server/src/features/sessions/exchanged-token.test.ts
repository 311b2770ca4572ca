import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beforeTheFirst, decideRefresh, type Rules, type SessionState } from './protocol.ts';

const rules: Rules = { grace: 10, refreshLifetime: 1_000, absoluteLifetime: 0 };

/** A session that was begun at 0, in exchange for a token of the former system, by a request with that key. */
function begun(idempotencyDigest: string | null): SessionState {
  return {
    createdAt: 0,
    generation: 0,
    keyId: 1,
    previousKeyId: 1,
    rotatedAt: 0,
    earlierRotations: [],
    idempotencyDigest,
    expiresAt: 1_000,
    endedAt: null,
    endReason: null,
  };
}

const keys = fc.constantFrom(null, 'a', 'b');
const step = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ kind: fc.constant('rotate' as const), key: keys }),
  fc.record({ kind: fc.constant('replay the one before' as const), key: keys }),
);

test('the token that a session was exchanged for: replayed within the grace, or by its key until the first token was used; else reuse', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(keys, fc.array(step, { maxLength: 25 }), keys, (exchangedBy, steps, key) => {
      let state = begun(exchangedBy);
      let now = 0;
      for (const next of steps) {
        if (next.kind === 'wait') now += next.milliseconds;
        const generation = state.generation - (next.kind === 'rotate' ? 0 : 1);
        if (next.kind === 'wait' || generation < 0) continue;
        const presented = { generation, keyId: 1, idempotencyDigest: next.key };
        const decision = decideRefresh(state, presented, rules, now, 1);
        if (decision.kind === 'rotate') state = decision.next;
      }
      const former = { generation: beforeTheFirst, keyId: 1, idempotencyDigest: key };
      const { kind } = decideRefresh(state, former, rules, now, 1);
      const isRetry = key !== null && key === exchangedBy && state.generation === 0;
      expect(kind).toBe(now <= rules.grace || isRetry ? 'replay' : 'reuse');
      seen.add(`${kind} ${now <= rules.grace} ${isRetry}`);
    }),
    { numRuns: 2_000 },
  );
  expect(seen.size, 'every case was met').toBe(4);
});

test('the token that an ended or expired session was exchanged for says so', () => {
  const former = { generation: beforeTheFirst, keyId: 1, idempotencyDigest: null };
  const ended: SessionState = { ...begun(null), endedAt: 5, endReason: 'logout' };
  expect(decideRefresh(ended, former, rules, 6, 1)).toEqual({ kind: 'ended', reason: 'logout' });
  expect(decideRefresh(begun(null), former, rules, 1_000, 1)).toEqual({ kind: 'expired' });
});
