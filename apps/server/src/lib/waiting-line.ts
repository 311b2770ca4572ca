/** Thrown for work that cannot be done in time: at once where that is known, at the latest at the deadline. */
export class QueueFullError extends Error {
  /** When to try again, in seconds. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('There is more work than can be done in time.');
    this.name = 'QueueFullError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Whoever waits for something that cannot be done at once. */
export interface Waiter {
  /** Until when the answer is of use, in milliseconds on the clock of `performance.now()`: nobody can set that one. */
  readonly deadline: number;
  /** Whether nobody waits any longer: the caller has hung up. */
  isGone(): boolean;
}

/** Waits as long as it takes. */
export const patient: Waiter = { deadline: Infinity, isGone: () => false };

/** A waiter that gives up after a while, in milliseconds. */
export function patientFor(milliseconds: number): Waiter {
  return { deadline: performance.now() + milliseconds, isGone: () => false };
}

/** Those who wait for their turn: first come, first served, and nobody for longer than until the own deadline. */
export interface WaitingLine {
  readonly length: number;
  /** @throws QueueFullError at the deadline; and sooner, once that is noticed, where the caller has hung up. */
  turn(waiter: Waiter): Promise<void>;
  /** Gives the turn to the first who still waits. @returns false where nobody does. */
  next(): boolean;
  /** Lets go all who have hung up. */
  sweep(): void;
}

interface Place {
  readonly waiter: Waiter;
  begin(): void;
  giveUp(): void;
}

/** @param retryAfterSeconds what is told to those who waited in vain. */
export function createWaitingLine(retryAfterSeconds: () => number): WaitingLine {
  // In the order of their coming, and each can leave at any time.
  const places = new Set<Place>();

  return {
    get length() {
      return places.size;
    },
    turn: (waiter) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          places.delete(place);
          clearTimeout(timer);
        };
        const place: Place = {
          waiter,
          begin: () => {
            leave();
            resolve();
          },
          giveUp: () => {
            leave();
            reject(new QueueFullError(retryAfterSeconds()));
          },
        };
        places.add(place);
        const timer =
          waiter.deadline === Infinity
            ? undefined
            : setTimeout(() => place.giveUp(), waiter.deadline - performance.now());
      }),
    next() {
      for (const place of places) {
        if (place.waiter.isGone()) {
          place.giveUp();
        } else {
          place.begin();
          return true;
        }
      }
      return false;
    },
    sweep() {
      for (const place of places) if (place.waiter.isGone()) place.giveUp();
    },
  };
}
