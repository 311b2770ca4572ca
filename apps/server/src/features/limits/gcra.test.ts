import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intervalMs, waitMs, type Quota } from './gcra.ts';

const quotas = fc.record({
  limit: fc.integer({ min: 1, max: 10_000 }),
  windowMs: fc.integer({ min: 60_000, max: 86_400_000 }),
});

/** Counts an attempt as the statement of `countAttempts` does. */
function count(quota: Quota, arrivesAt: number, now: number): number {
  return Math.min(now + quota.windowMs, Math.max(arrivesAt, now) + intervalMs(quota));
}

/** Attempts without a pause. @returns how many there was room for, up to `most`. */
function fill(
  quota: Quota,
  arrivesAt: number,
  now: number,
  most: number,
): { number: number; arrivesAt: number } {
  let number = 0;
  let at = arrivesAt;
  for (; number < most && waitMs(quota, at, now) === 0; number += 1) at = count(quota, at, now);
  return { number, arrivesAt: at };
}

test('whoever comes for the first time has the whole limit at once, and no more', () => {
  fc.assert(
    fc.property(quotas, (quota) => {
      const { number } = fill(quota, 0, 10 ** 12, 20_000);
      // An interval of whole milliseconds is a little short where a limit is large for its window.
      expect(number).toBeGreaterThanOrEqual(quota.limit);
      expect(number).toBeLessThanOrEqual(Math.ceil(quota.windowMs / intervalMs(quota)));
    }),
  );
});

test('after the wait there is room for one, and not before', () => {
  fc.assert(
    fc.property(quotas, (quota) => {
      const now = 10 ** 12;
      const { arrivesAt } = fill(quota, 0, now, 20_000);
      const wait = waitMs(quota, arrivesAt, now);
      expect(wait).toBeGreaterThan(0);
      expect(waitMs(quota, arrivesAt, now + wait - 1)).toBe(1);
      expect(fill(quota, arrivesAt, now + wait, 10).number).toBe(1);
    }),
  );
});

test('however attempts are spread, no window sees more than twice the limit', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), pauses, (limit, waits) => {
      const quota = { limit, windowMs: 600_000 };
      let now = 10 ** 12;
      let arrivesAt = 0;
      const counted: number[] = [];
      for (const pause of waits) {
        now += pause;
        if (waitMs(quota, arrivesAt, now) > 0) continue;
        arrivesAt = count(quota, arrivesAt, now);
        counted.push(now);
      }
      for (const from of counted) {
        const within = counted.filter((at) => at >= from && at < from + quota.windowMs).length;
        expect(within).toBeLessThanOrEqual(2 * limit);
      }
    }),
  );
});

test('what is under way takes up room like what was counted', () => {
  const quota = { limit: 3, windowMs: 600_000 };
  expect(waitMs(quota, 0, 10 ** 12, 2)).toBe(0);
  expect(waitMs(quota, 0, 10 ** 12, 3)).toBe(200_000);
});

test('a time that no counting leads to keeps nobody waiting', () => {
  const quota = { limit: 3, windowMs: 600_000 };
  const now = 10 ** 12;
  expect(waitMs(quota, now + 3_600_000, now)).toBe(0);
  // What a step of the clock by a window has left behind, and what two readings of one clock may differ by.
  expect(waitMs(quota, now + 610_001, now)).toBe(0);
  expect(waitMs(quota, now + 605_000, now)).toBe(205_000);
});
