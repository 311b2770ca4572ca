import { createHistogram, latencyBounds } from '../../lib/histogram.ts';
import { createWaitingLine, patientFor, QueueFullError } from '../../lib/waiting-line.ts';
import type { ConnectionLoad } from '../database.ts';

const maximumWaiting = 500;
const longestWaitMs = 3_000;
const retryAfterSeconds = 1;

/** Those who wait for the one connection that writes. */
export interface WriteLine {
  /**
   * @param first before everybody else: for the batches of refreshing, of which there is one at a time.
   * @throws QueueFullError at once where too many wait, else after three seconds.
   */
  enter(first?: boolean): Promise<void>;
  /** Has to be called once after each `enter` that succeeded. */
  leave(): void;
  load(): ConnectionLoad;
}

export function createWriteLine(): WriteLine {
  const foremost = createWaitingLine(() => retryAfterSeconds);
  const others = createWaitingLine(() => retryAfterSeconds);
  const waits = createHistogram(latencyBounds);
  let isTaken = false;
  let refused = 0;
  return {
    async enter(first = false) {
      if (!isTaken) {
        isTaken = true;
        waits.note(0);
        return;
      }
      const line = first ? foremost : others;
      const cameAt = performance.now();
      try {
        if (line.length >= maximumWaiting) throw new QueueFullError(retryAfterSeconds);
        await line.turn(patientFor(longestWaitMs));
      } catch (error) {
        refused += 1;
        throw error;
      }
      waits.note((performance.now() - cameAt) / 1_000);
    },
    leave() {
      isTaken = foremost.next() || others.next();
    },
    load: () => ({
      pool: 'writer',
      inUse: Number(isTaken),
      idle: Number(!isTaken),
      most: 1,
      waiting: foremost.length + others.length,
      refused,
      waits: waits.read(),
    }),
  };
}
