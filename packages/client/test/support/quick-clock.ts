import type { Clock } from '../../src/clock.ts';

/** Time that stands still until it is moved, and jumps to whatever is waited for once nothing else goes on. */
export interface QuickClock extends Clock {
  advance(seconds: number): void;
  /** The pauses that came to their end, in milliseconds. */
  readonly pausesMs: readonly number[];
}

export function createQuickClock(): QuickClock {
  let now = 1_000_000;
  const pausesMs: number[] = [];
  return {
    pausesMs,
    now: () => now,
    // A calendar that is years off.
    date: () => now,
    advance: (seconds) => {
      now += seconds * 1_000;
    },
    after(milliseconds, task) {
      const timer = setTimeout(() => {
        now += milliseconds;
        pausesMs.push(milliseconds);
        task();
      }, 5);
      return () => clearTimeout(timer);
    },
  };
}
