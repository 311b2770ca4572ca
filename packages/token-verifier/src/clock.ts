/** Where the time comes from; tests set it forward. */
export interface Clock {
  /** The time of day, in milliseconds since the epoch: what tokens are compared with. */
  now(): number;
  /** Milliseconds since some moment that stays the same: nobody can set this one. */
  elapsed(): number;
  /** Runs the task once, later. @returns what calls that off. */
  after(milliseconds: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    // In Node a timer keeps the process alive; nobody waits for ours.
    if (canBeUnreferenced(timer)) timer.unref();
    return () => clearTimeout(timer);
  },
};

function canBeUnreferenced(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer;
}
