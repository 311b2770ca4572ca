/** Time as it passes, not as a calendar shows it: the user's clock may be wrong by a day, or be set while we run. */
export interface Clock {
  /** Milliseconds since some moment that stays the same. Every page has a moment of its own. */
  now(): number;
  /** Milliseconds since the epoch by the machine's calendar, which may be wrong: a hint, see `takeUp`. */
  date(): number;
  /** Runs the task once, later. @returns what calls that off. */
  after(milliseconds: number, task: () => void): () => void;
}

export const monotonicClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};

export function wait(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => void clock.after(milliseconds, resolve));
}
