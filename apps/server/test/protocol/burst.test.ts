import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideRefresh, type Rules, type SessionState } from '../../src/features/sessions/protocol.ts';

const rules: Rules = { grace: 10_000, refreshLifetime: 1e12, absoluteLifetime: 0 };
/** In a burst of more than 16 rotations within the grace a token's grace may be shorter by this much. */
const slotMs = rules.grace / 15;

const begun: SessionState = {
  createdAt: 0,
  generation: 0,
  keyId: 1,
  previousKeyId: 1,
  rotatedAt: 0,
  earlierRotations: [],
  idempotencyDigest: null,
  expiresAt: 1e12,
  endedAt: null,
  endReason: null,
};

const present = (state: SessionState, generation: number, now: number) =>
  decideRefresh(state, { generation, keyId: 1, idempotencyDigest: null }, rules, now, 1);

function rotate(state: SessionState, now: number): SessionState {
  const decision = present(state, state.generation, now);
  if (decision.kind !== 'rotate') throw new Error(`the current token is answered with ${decision.kind}`);
  return decision.next;
}

/** Times of rotations: lone ones, and bursts of any density. */
const rotationTimes = fc
  .array(
    fc.record({
      pauseMs: fc.integer({ min: 0, max: 20_000 }),
      gapMs: fc.integer({ min: 1, max: 2_000 }),
      jitterMs: fc.integer({ min: 0, max: 50 }),
      rotations: fc.integer({ min: 1, max: 60 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((bursts) => {
    let now = 1_000_000;
    return bursts.flatMap(({ pauseMs, gapMs, jitterMs, rotations }) => {
      now += pauseMs;
      return Array.from({ length: rotations }, (_, i) => (now += gapMs + ((i * 7) % (jitterMs + 1))));
    });
  });

test('a thief who refreshes twice a second for an hour is found out by the first honest refresh', () => {
  let state = begun;
  for (let now = 500; now <= 3_600_000; now += 500) state = rotate(state, now);
  expect(present(state, 0, 3_600_000).kind).toBe('reuse');
});

test('a token superseded longer ago than the grace is reuse, however fast the session was refreshed since', () => {
  fc.assert(
    fc.property(rotationTimes, fc.integer({ min: 0, max: 11_000 }), (times, later) => {
      const state = times.reduce(rotate, begun);
      const now = (times.at(-1) ?? 0) + later;
      for (const [generation, supersededAt] of times.entries()) {
        if (now - supersededAt > rules.grace) expect(present(state, generation, now).kind).toBe('reuse');
      }
    }),
  );
});

test('a token has the whole grace of its own rotation, in a dense burst all but a fifteenth of it', () => {
  fc.assert(
    fc.property(rotationTimes, fc.integer({ min: 0, max: 11_000 }), (times, later) => {
      const state = times.reduce(rotate, begun);
      const now = (times.at(-1) ?? 0) + later;
      const densest = Math.max(
        ...times.map((end) => times.filter((at) => at <= end && end - at <= rules.grace).length),
      );
      // The last rotation stands in a column of its own, so 17 are kept exactly.
      const promised = densest <= 17 ? rules.grace : rules.grace - slotMs;
      for (const [generation, supersededAt] of times.entries()) {
        if (now - supersededAt <= promised) expect(present(state, generation, now).kind).toBe('replay');
      }
    }),
  );
});

test('a row remembers 16 earlier rotations at most, whatever the clock does', () => {
  const steps = fc.array(fc.integer({ min: -12_000, max: 3_000 }), { minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(steps, (gaps) => {
      let now = 10_000_000;
      let state = begun;
      for (const gap of gaps) {
        now += gap;
        state = rotate(state, now);
        expect(state.earlierRotations.length).toBeLessThanOrEqual(16);
      }
    }),
  );
});

test('without a grace a superseded token is reuse at once, in the same millisecond as well', () => {
  const strict: Rules = { ...rules, grace: 0 };
  const presented = { generation: 0, keyId: 1, idempotencyDigest: null };
  const rotated = decideRefresh(begun, presented, strict, 7, 1);
  if (rotated.kind !== 'rotate') throw new Error(`the current token is answered with ${rotated.kind}`);
  expect(decideRefresh(rotated.next, presented, strict, 7, 1).kind).toBe('reuse');
});
