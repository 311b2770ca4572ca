import { createWaitingLine, QueueFullError, type Waiter, type WaitingLine } from '../../lib/waiting-line.ts';

const longestQueue = 1_000;
const retryAfterSeconds = 2;

interface State {
  visitors: number;
  underWay: number;
  arrivesAt: number;
  readonly waiting: WaitingLine;
}

/**
 * What this process knows of one key, for as long as somebody here has to do with it. Attempts that were let in and
 * have not come to their end take up room as if they had been counted, or hundreds of guesses that are sent at once
 * would all be let in before the first is found wrong. What has no room for that reason alone waits its turn: an honest
 * attempt is never refused because of others that may turn out to be honest too.
 */
export interface Gate {
  readonly underWay: number;
  /** The latest theoretical arrival time that was counted here: what was read may be older. */
  readonly arrivesAt: number;
  letIn(): void;
  counted(arrivesAt: number): void;
  /** The end of an attempt that was let in. */
  letOut(): void;
  /**
   * Waits until an attempt has come to its end.
   *
   * @throws QueueFullError at once where too many wait, else at the waiter's deadline.
   */
  turn(waiter: Waiter): Promise<void>;
  /** Whoever had the turn does not use it. */
  passOn(): void;
  /** Has to be called once, at the end. */
  leave(): void;
}

export type Gates = (key: string) => Gate;

export function createGates(): Gates {
  const states = new Map<string, State>();

  return (key) => {
    const state = states.get(key) ?? newState();
    states.set(key, state);
    state.visitors += 1;
    return {
      get underWay() {
        return state.underWay;
      },
      get arrivesAt() {
        return state.arrivesAt;
      },
      letIn() {
        state.underWay += 1;
      },
      counted(arrivesAt) {
        state.arrivesAt = Math.max(state.arrivesAt, arrivesAt);
      },
      letOut() {
        state.underWay -= 1;
        state.waiting.next();
      },
      async turn(waiter) {
        if (state.waiting.length >= longestQueue) throw new QueueFullError(retryAfterSeconds);
        await state.waiting.turn(waiter);
      },
      passOn() {
        state.waiting.next();
      },
      leave() {
        state.visitors -= 1;
        if (state.visitors === 0) states.delete(key);
      },
    };
  };
}

function newState(): State {
  return { visitors: 0, underWay: 0, arrivesAt: 0, waiting: createWaitingLine(() => retryAfterSeconds) };
}
