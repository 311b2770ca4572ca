import {
  createClient,
  createMemoryStorage,
  type Client,
  type ClientOptions,
  type SignedOutReason,
  type TokenStorage,
} from '@latchkey/client';
import { onTestFinished } from 'vitest';
import type { TestApp } from '../support/app.ts';

/** Where pages, or programs, share a storage: the bearer mode's world. Its time is the service's. */
export interface Device {
  readonly storage: TokenStorage;
  readonly open: (options?: ClientOptions) => {
    readonly client: Client;
    readonly signedOut: SignedOutReason[];
  };
  /** What was sent to refresh, also where the answer was lost. */
  readonly refreshes: readonly { readonly token: unknown; readonly key: string | null }[];
  /** What happens to the next answers; without a word they arrive. */
  readonly loseAnswers: (count: number) => void;
  /** Time passes, here and at the service. */
  readonly pass: (seconds: number) => void;
  /** The calendar is set, while no time passes. */
  readonly setDate: (secondsOff: number) => void;
}

export function startDevice(app: TestApp, storage = createMemoryStorage()): Device {
  const refreshes: { token: unknown; key: string | null }[] = [];
  let toLose = 0;
  let passedMs = 0;
  let dateOffMs = 0;

  const lossyFetch: typeof fetch = async (input, init = {}) => {
    if (input === `${app.url}/api/refresh/`) {
      const body = JSON.parse(typeof init.body === 'string' ? init.body : '') as { refresh_token?: unknown };
      refreshes.push({ token: body.refresh_token, key: new Headers(init.headers).get('idempotency-key') });
    }
    const response = await fetch(input, init);
    if (toLose === 0) return response;
    toLose -= 1;
    await response.body?.cancel();
    throw new TypeError('the answer was lost');
  };

  const clock: NonNullable<ClientOptions['clock']> = {
    now: () => performance.now() + passedMs,
    date: () => Date.now() + passedMs + dateOffMs,
    after(milliseconds, task) {
      // Nobody waits here for a pause; only what is given up after ten seconds is waited for that long.
      const timer = setTimeout(task, milliseconds < 10_000 ? 1 : milliseconds);
      return () => clearTimeout(timer);
    },
  };

  return {
    storage,
    refreshes,
    loseAnswers: (count) => (toLose = count),
    pass(seconds) {
      passedMs += seconds * 1_000;
      app.clock.advance(seconds);
    },
    setDate: (secondsOff) => (dateOffMs = secondsOff * 1_000),
    open(options) {
      const client = createClient({ baseUrl: app.url, fetch: lossyFetch, clock, storage, ...options });
      onTestFinished(() => client.close());
      const signedOut: SignedOutReason[] = [];
      client.onSignedOut((reason) => signedOut.push(reason));
      return { client, signedOut };
    },
  };
}
