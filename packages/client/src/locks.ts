/** The part of the browser's `LockManager` that is used. */
export interface Locks {
  /** Waits for the lock, and holds it until the task has settled. */
  readonly request: <T>(name: string, task: () => Promise<T>) => Promise<T>;
}

/** The browser's locks, which hold across tabs; where there are none (no secure context), locks within this page. */
export function defaultLocks(): Locks {
  // The types say that both are always there; browsers leave the locks out of pages that are no secure context.
  const { locks } = (globalThis.navigator as { locks?: LockManager } | undefined) ?? {};
  if (!locks) return createPageLocks();
  // What a task promises is what `request` promises; its own type flattens promises of promises.
  return { request: <T>(name: string, task: () => Promise<T>) => locks.request(name, task) as Promise<T> };
}

export function createPageLocks(): Locks {
  const lastOf = new Map<string, Promise<unknown>>();
  return {
    request(name, task) {
      const turn = (lastOf.get(name) ?? Promise.resolve()).then(task);
      lastOf.set(
        name,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}
