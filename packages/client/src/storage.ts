/** The part of the browser's `Storage` that is used. All tabs of an origin share it. */
export interface KeyStorage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** What is forgotten with the page. */
class MemoryStorage implements KeyStorage {
  readonly #values = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#values.set(key, value);
  }

  removeItem(key: string): void {
    this.#values.delete(key);
  }
}

export function createMemoryStorage(): KeyStorage {
  return new MemoryStorage();
}

/** The tabs' storage; where the browser refuses it, the memory of this page. */
export function defaultStorage(): KeyStorage {
  try {
    // Writing is what fails where storage is full or switched off.
    localStorage.setItem('latchkey-test', '');
    localStorage.removeItem('latchkey-test');
    return localStorage;
  } catch {
    return createMemoryStorage();
  }
}

const name = 'latchkey-session';

/**
 * A note that a session was begun in this browser. The cookie itself can be read by no script, and to ask the server
 * about a visitor who never signed in would be answered with an error, which browsers report in the console.
 */
export function createSessionNote(storage: KeyStorage) {
  return {
    write: (): void => storage.setItem(name, 'begun'),
    remove: (): void => storage.removeItem(name),
    /** Whether there may be a session; what is forgotten with each page knows nothing of it. */
    allows: (): boolean => storage instanceof MemoryStorage || storage.getItem(name) !== null,
  };
}
