import { createHistogram, latencyBounds, type HistogramReading } from './histogram.ts';
import { createWaitingLine, QueueFullError, type Waiter } from './waiting-line.ts';

/** What a queue has to do, and how long that has taken so far. Times are in seconds. */
export interface QueueLoad {
  readonly places: number;
  readonly busy: number;
  readonly waiting: number;
  /** How many were turned away, at once or when their time was up. */
  readonly refused: number;
  /** How long work waited before it was begun. */
  readonly waits: HistogramReading;
  /** How long it took then. */
  readonly work: HistogramReading;
}

export interface WorkQueue {
  /**
   * Runs `work` when one of the places is free, first come, first served. What nobody waits for any more is not begun.
   *
   * @throws QueueFullError at once where it could not be begun before the waiter's deadline, as far as can be foreseen;
   *   at the deadline where it could not after all.
   */
  run<T>(waiter: Waiter, work: () => Promise<T>): Promise<T>;
  /**
   * Does what leads to `run` for the same waiter, and counts it as waiting meanwhile: of hundreds that come at once only
   * as many are begun as can be served.
   *
   * @throws QueueFullError at once where `run` would, and whatever `work` throws.
   */
  keepRoom<T>(waiter: Waiter, work: () => Promise<T>): Promise<T>;
  /** How much work waits. */
  readonly waiting: number;
  load(): QueueLoad;
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
  let refused = 0;
  const waits = createHistogram(latencyBounds);
  const workTimes = createHistogram(latencyBounds);
  /** Those who have room and have not come to `run` yet. */
  const coming = new Set<Waiter>();
  const expectedWaitMs = (before = line.length): number => ((before + 1) * averageMs) / places;
  const retryAfterSeconds = (): number => Math.ceil(expectedWaitMs() / 1_000);
  const line = createWaitingLine(retryAfterSeconds);

  /** @param others how many come first, besides those in the line. */
  function requireRoom({ deadline }: Waiter, others: number): void {
    const ahead = (): number => line.length + others - (places - busy);
    const isTooLate = (): boolean => performance.now() + expectedWaitMs(ahead()) > deadline;
    if (ahead() < 0 || !isTooLate()) return;
    line.sweep();
    if (!isTooLate()) return;
    refused += 1;
    throw new QueueFullError(Math.ceil(expectedWaitMs(ahead()) / 1_000));
  }

  async function waitForTurn(waiter: Waiter): Promise<void> {
    try {
      await line.turn(waiter);
    } catch (error) {
      refused += 1;
      throw error;
    }
  }

  return {
    async keepRoom(waiter, work) {
      requireRoom(waiter, coming.size);
      coming.add(waiter);
      try {
        return await work();
      } finally {
        coming.delete(waiter);
      }
    },
    get waiting() {
      return line.length;
    },
    load: () => ({
      places,
      busy,
      waiting: line.length,
      refused,
      waits: waits.read(),
      work: workTimes.read(),
    }),
    async run(waiter, work) {
      coming.delete(waiter);
      requireRoom(waiter, 0);
      const cameAt = performance.now();
      if (busy < places) busy += 1;
      else await waitForTurn(waiter);
      const startedAt = performance.now();
      waits.note((startedAt - cameAt) / 1_000);
      try {
        return await work();
      } finally {
        const tookMs = performance.now() - startedAt;
        workTimes.note(tookMs / 1_000);
        averageMs += (tookMs - averageMs) / 16;
        // The place is handed on, not given back: a newcomer cannot slip in before those who wait.
        if (!line.next()) busy -= 1;
      }
    },
  };
}
