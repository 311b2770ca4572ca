import { afterAll, beforeAll } from 'vitest';

/** Takes what ends something; the last that was begun ends first. */
export type AtTheEnd = (end: () => Promise<void>) => void;

/**
 * Starts something once for all tests of a file or a `describe`: for tests that only read, or only what they have made
 * themselves.
 *
 * @returns what gives it, inside a test.
 */
export function share<Started>(start: (atTheEnd: AtTheEnd) => Promise<Started>): () => Started {
  let started: { readonly it: Started } | undefined;
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    started = { it: await start((end) => ends.unshift(end)) };
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return () => {
    if (!started) throw new Error('What is shared is there inside a test, and not before.');
    return started.it;
  };
}
