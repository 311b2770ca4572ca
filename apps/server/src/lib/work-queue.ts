import { createWaitingLine, QueueFullError, type Waiter } from './waiting-line.ts';

export interface WorkQueue {
  /**
   * Runs `work` when one of the places is free, first come, first served. What nobody waits for any more is not begun.
   *
   * @throws QueueFullError at once where it could not be begun before the waiter's deadline, as far as can be foreseen;
   *   at the deadline where it could not after all.
   */
  run<T>(waiter: Waiter, work: () => Promise<T>): Promise<T>;
  /** Asked before cheaper work that would be in vain. @throws QueueFullError where `run` would now. */
  requireRoom(waiter: Waiter): void;
  /** How much work waits. */
  readonly waiting: number;
}

/**
 * A queue that does a bounded number of things at a time and knows how long a newcomer would wait: it keeps the
 * recent average of how long one piece of work takes.
 */
export function createWorkQueue({
  places,
  firstGuessMs,
}: {
  places: number;
  firstGuessMs: number;
}): WorkQueue {
  let busy = 0;
  let averageMs = firstGuessMs;
  const expectedWaitMs = (): number => ((line.length + 1) * averageMs) / places;
  const retryAfterSeconds = (): number => Math.ceil(expectedWaitMs() / 1_000);
  const line = createWaitingLine(retryAfterSeconds);

  function requireRoom({ deadline }: Waiter): void {
    const isTooLate = (): boolean => performance.now() + expectedWaitMs() > deadline;
    if (busy < places || !isTooLate()) return;
    line.sweep();
    if (isTooLate()) throw new QueueFullError(retryAfterSeconds());
  }

  return {
    requireRoom,
    get waiting() {
      return line.length;
    },
    async run(waiter, work) {
      requireRoom(waiter);
      if (busy < places) busy += 1;
      else await line.turn(waiter);
      const startedAt = performance.now();
      try {
        return await work();
      } finally {
        averageMs += (performance.now() - startedAt - averageMs) / 16;
        // The place is handed on, not given back: a newcomer cannot slip in before those who wait.
        if (!line.next()) busy -= 1;
      }
    },
  };
}
