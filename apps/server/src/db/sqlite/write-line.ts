import { createWaitingLine, patientFor, QueueFullError } from '../../lib/waiting-line.ts';

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
}

export function createWriteLine(): WriteLine {
  const foremost = createWaitingLine(() => retryAfterSeconds);
  const others = createWaitingLine(() => retryAfterSeconds);
  let isTaken = false;
  return {
    async enter(first = false) {
      if (!isTaken) {
        isTaken = true;
        return;
      }
      const line = first ? foremost : others;
      if (line.length >= maximumWaiting) throw new QueueFullError(retryAfterSeconds);
      await line.turn(patientFor(longestWaitMs));
    },
    leave() {
      isTaken = foremost.next() || others.next();
    },
  };
}
