import { createClient } from '@latchkey/client';

/** The one connection to the server. The access token stays in its memory, the refresh token in a cookie. */
export const client = createClient();

let restored: Promise<boolean> | undefined;

/** Finds out, once for every load of the page, whether the cookie still has a session. */
export function restoreOnce(): Promise<boolean> {
  restored ??= client.restore().catch((error: unknown) => {
    // The server could not be asked: the next one asks again.
    restored = undefined;
    throw error;
  });
  return restored;
}
