import { createClient, type Client, type ClientOptions, type SignedOutReason } from '@latchkey/client';
import { onTestFinished } from 'vitest';
import { publicUrl } from '../support/app.ts';

/** A browser in its bare essentials: pages of one origin that share cookies, and what is stored and locked. */
export interface Browser {
  readonly open: () => Page;
  /** The refresh cookie, as a thief would copy it. */
  readonly cookie: { get: () => string | undefined; set: (value: string | undefined) => void };
  /** What happens to the next answers; without a word they arrive. */
  readonly loseAnswers: (count: number) => void;
}

export interface Page {
  readonly client: Client;
  readonly signedOut: SignedOutReason[];
}

/** All of them would hear each other's messages in this process: each knows the service by an address of its own. */
let browsers = 0;

const cookieForm = /^__Host-latchkey_refresh=([^;]*)/;

export function startBrowser(url: string): Browser {
  const baseUrl = url + '/.'.repeat((browsers += 1));
  let cookie: string | undefined;
  let toLose = 0;

  const fetchAsBrowser: typeof fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('origin', publicUrl);
    if (cookie !== undefined) headers.set('cookie', `__Host-latchkey_refresh=${cookie}`);
    const response = await fetch(input, { ...init, headers });
    if (toLose > 0) {
      toLose -= 1;
      throw new TypeError('the answer was lost');
    }
    for (const line of response.headers.getSetCookie()) {
      const set = cookieForm.exec(line);
      if (set) cookie = set[1] || undefined;
    }
    return response;
  };

  const values = new Map<string, string>();
  const keyStorage: NonNullable<ClientOptions['keyStorage']> = {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
  };
  let lastTurn: Promise<unknown> = Promise.resolve();
  const locks: NonNullable<ClientOptions['locks']> = {
    request: (_name, task) => {
      const turn = lastTurn.then(task);
      lastTurn = turn.catch(() => undefined);
      return turn;
    },
  };

  return {
    cookie: {
      get: () => cookie,
      set: (value) => {
        cookie = value;
        // What makes a page ask is no secret: a thief writes it by himself.
        keyStorage.setItem('latchkey-session', 'begun');
      },
    },
    loseAnswers: (count) => (toLose = count),
    open() {
      const client = createClient({ baseUrl, fetch: fetchAsBrowser, locks, keyStorage });
      onTestFinished(() => client.close());
      const signedOut: SignedOutReason[] = [];
      client.onSignedOut((reason) => signedOut.push(reason));
      return { client, signedOut };
    },
  };
}
