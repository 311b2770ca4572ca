import type { Clock } from '../../src/index.ts';

export interface TestClock extends Clock {
  advance(seconds: number): void;
}

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** Stands still until it is set forward, and runs then what is due, in its order. */
export function createTestClock(): TestClock {
  let elapsed = 0;
  const start = Date.now();
  const tasks = new Set<Task>();
  return {
    now: () => start + elapsed,
    elapsed: () => elapsed,
    after(milliseconds, run) {
      const task = { at: elapsed + milliseconds, run };
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    advance(seconds) {
      elapsed += seconds * 1_000;
      for (const task of [...tasks].sort((a, b) => a.at - b.at)) {
        if (task.at > elapsed || !tasks.delete(task)) continue;
        task.run();
      }
    },
  };
}
