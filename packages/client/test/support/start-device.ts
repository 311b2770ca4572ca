import { onTestFinished } from 'vitest';
import {
  createClient,
  type Client,
  type ClientOptions,
  type SignedOutReason,
  type StorageError,
} from '../../src/index.ts';
import { createQuickClock, type QuickClock } from './quick-clock.ts';
import { createServiceDouble, json, tokenPair, type ServiceDouble } from './service-double.ts';

export const itemName = 'latchkey-tokens ';

/** A storage that is looked into, and that fails on demand. It answers after a while, as some do. */
export interface WatchedStorage {
  readonly values: Map<string, string>;
  /** Every text that was stored, in their order. */
  readonly written: string[];
  fails: { get?: boolean; set?: boolean; remove?: boolean };
  getItem(name: string): Promise<string | undefined>;
  setItem(name: string, value: string): Promise<void>;
  removeItem(name: string): Promise<void>;
}

export function createWatchedStorage(): WatchedStorage {
  const values = new Map<string, string>();
  const written: string[] = [];
  const storage: WatchedStorage = {
    values,
    written,
    fails: {},
    async getItem(name) {
      await answerLater(storage.fails.get);
      return values.get(name);
    },
    async setItem(name, value) {
      await answerLater(storage.fails.set);
      written.push(value);
      values.set(name, value);
    },
    async removeItem(name) {
      await answerLater(storage.fails.remove);
      values.delete(name);
    },
  };
  return storage;
}

async function answerLater(fails: boolean | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (fails) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
}

interface Program {
  readonly client: Client;
  readonly clock: QuickClock;
  readonly signedOut: SignedOutReason[];
  readonly storageErrors: StorageError[];
}

/** Clients that share a storage, and the service. */
export function startDevice(): {
  readonly service: ServiceDouble;
  readonly storage: WatchedStorage;
  readonly open: (options?: ClientOptions) => Program;
} {
  const service = createServiceDouble();
  const storage = createWatchedStorage();
  for (const path of ['/api/login/', '/api/refresh/']) service.answer(path, tokenPair({ inBody: true }));
  service.answer('/api/logout/', () => json({ success: 'User logged out.' }));
  service.answer('/api/me/', () => json({ id: 1 }));
  return {
    service,
    storage,
    open(options = {}) {
      const clock = createQuickClock();
      const storageErrors: StorageError[] = [];
      const onStorageError = (error: StorageError): void => void storageErrors.push(error);
      const client = createClient({ fetch: service.fetch, clock, storage, onStorageError, ...options });
      onTestFinished(() => client.close());
      const signedOut: SignedOutReason[] = [];
      client.onSignedOut((reason) => signedOut.push(reason));
      return { client, clock, signedOut, storageErrors };
    },
  };
}
