import { onTestFinished } from 'vitest';
import { MemoryStorage } from '../../src/storage.ts';
import { createClient, type Client, type ClientOptions, type SignedOutReason } from '../../src/index.ts';
import { createPageLocks } from '../../src/locks.ts';
import { createQuickClock, type QuickClock } from './quick-clock.ts';
import { createServiceDouble, tokenPair, type ServiceDouble } from './service-double.ts';

export interface Page {
  readonly client: Client;
  readonly clock: QuickClock;
  readonly signedOut: SignedOutReason[];
}

/** A browser: pages that share a service, a lock and a storage. */
export interface Browser {
  readonly service: ServiceDouble;
  readonly open: (options?: ClientOptions) => Page;
  /** A page that is signed in. */
  readonly signedIn: () => Promise<Page>;
}

export const credentials = { email: 'user@example.com', password: 'correct horse battery' };

/** A storage that outlives pages, as a browser's does. */
export function createKeptStorage() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

export function startBrowser(): Browser {
  const service = createServiceDouble();
  service.answer('/api/login/', tokenPair());
  service.answer('/api/refresh/', tokenPair());
  const shared = { fetch: service.fetch, locks: createPageLocks(), keyStorage: new MemoryStorage() };
  const open = (options: ClientOptions = {}): Page => {
    const clock = createQuickClock();
    const client = createClient({ ...shared, clock, ...options });
    onTestFinished(() => client.close());
    const signedOut: SignedOutReason[] = [];
    client.onSignedOut((reason) => signedOut.push(reason));
    return { client, clock, signedOut };
  };
  return {
    service,
    open,
    async signedIn() {
      const page = open();
      await page.client.login(credentials);
      return page;
    },
  };
}
