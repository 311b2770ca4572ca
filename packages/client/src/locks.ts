/** The part of the browser's `LockManager` that is used. */
export interface Locks {
  /** Waits for the lock, and holds it until the task has settled. */
  readonly request: <T>(name: string, task: () => Promise<T>) => Promise<T>;
}

const locksOf = new WeakMap<object, Locks>();

/**
 * The browser's locks, which hold across tabs. Outside of a browser, and in a page that is no secure context, locks among
 * the clients of this process that were given the same storage: a server may keep the sessions of many users, and one of
 * them need not wait for the other.
 */
export function defaultLocks(storage: object): Locks {
  // The types say that all of it is always there. Newer versions of Node have locks too, without being a browser.
  const { isSecureContext, navigator } = globalThis as Partial<typeof globalThis>;
  const locks = (navigator as { locks?: LockManager } | undefined)?.locks;
  if (isSecureContext && locks) {
    // What a task promises is what `request` promises; its own type flattens promises of promises.
    return { request: <T>(name: string, task: () => Promise<T>) => locks.request(name, task) as Promise<T> };
  }
  const known = locksOf.get(storage) ?? createPageLocks();
  locksOf.set(storage, known);
  return known;
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
