/** Where a client keeps its session: `localStorage`, or anything of that form. All pages that share it share the session. */
export interface TokenStorage {
  getItem(name: string): string | null | undefined | Promise<string | null | undefined>;
  /** Replaces the value as a whole: afterwards it is the old one or the new one, whatever happens meanwhile. */
  setItem(name: string, value: string): unknown;
  removeItem(name: string): unknown;
}

/** The storage failed: it is full, closed, or not allowed. `cause` is what it threw. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** The part of the browser's `Storage` that the cookie mode uses. All tabs of an origin share it. */
export interface KeyStorage extends TokenStorage {
  getItem(name: string): string | null;
}

/** What is forgotten with the page. */
export class MemoryStorage implements KeyStorage {
  readonly #values = new Map<string, string>();

  getItem(name: string): string | null {
    return this.#values.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.#values.set(name, value);
  }

  removeItem(name: string): void {
    this.#values.delete(name);
  }
}

/** A storage that ends with the page or the process. */
export function createMemoryStorage(): TokenStorage {
  return new MemoryStorage();
}

/** The tabs' storage; where the browser refuses it, the memory of this page. */
export function defaultKeyStorage(): KeyStorage {
  try {
    // Writing is what fails where storage is full or switched off.
    localStorage.setItem('latchkey-test', '');
    localStorage.removeItem('latchkey-test');
    return localStorage;
  } catch {
    return new MemoryStorage();
  }
}
