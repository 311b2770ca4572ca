/** Thrown at once for work that could not be started before its deadline. */
export class QueueFullError extends Error {
  /** When to try again, in seconds. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('There is more work than can be done in time.');
    this.name = 'QueueFullError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface WorkQueue {
  /**
   * Runs `work` when one of the places is free, first come, first served.
   *
   * @throws QueueFullError at once where it would have to wait longer than the queue allows.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** How much work waits. */
  readonly waiting: number;
}

/**
 * A queue that does a bounded number of things at a time and knows how long a newcomer would wait: it keeps the
 * recent average of how long one piece of work takes.
 */
export function createWorkQueue(options: {
  places: number;
  longestWaitMs: number;
  firstGuessMs: number;
}): WorkQueue {
  const waiting: (() => void)[] = [];
  let busy = 0;
  let averageMs = options.firstGuessMs;

  const expectedWaitMs = (): number => ((waiting.length + 1) * averageMs) / options.places;

  return {
    get waiting() {
      return waiting.length;
    },
    async run(work) {
      if (busy >= options.places) {
        const wait = expectedWaitMs();
        if (wait > options.longestWaitMs) throw new QueueFullError(Math.ceil(wait / 1_000));
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        busy += 1;
      }
      const startedAt = performance.now();
      try {
        return await work();
      } finally {
        averageMs += (performance.now() - startedAt - averageMs) / 16;
        // The place is handed on, not given back: a newcomer cannot slip in before those who wait.
        const next = waiting.shift();
        if (next) next();
        else busy -= 1;
      }
    },
  };
}
