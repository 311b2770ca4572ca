import type { Client, Credentials, SignedOutReason } from '@latchkey/client';
import { useCallback, useEffect, useRef, useState } from 'react';

type SessionState =
  | { readonly kind: 'starting' | 'signed in' }
  | { readonly kind: 'unreachable'; readonly error: unknown }
  | { readonly kind: 'signed out'; readonly reason?: Farewell };

/** Why it is over. `elsewhere`: it was ended by a logout that was none of this page's. */
export type Farewell = SignedOutReason | 'elsewhere';

/** Takes the session up when the page is loaded, and follows it until it ends, here or elsewhere. */
export function useSession(client: Client) {
  const [state, setState] = useState<SessionState>({ kind: 'starting' });
  const isLeaving = useRef(false);

  const restore = useCallback(() => {
    client.restore().then(
      (isSignedIn) => {
        // Where the session had ended, the listener below was told why already.
        setState((now) =>
          isSignedIn ? { kind: 'signed in' } : now.kind === 'signed out' ? now : { kind: 'signed out' },
        );
      },
      (error: unknown) => setState({ kind: 'unreachable', error }),
    );
  }, [client]);

  useEffect(() => {
    const stop = client.onSignedOut((reason) => {
      const isOurs = reason !== 'logout' || isLeaving.current;
      setState({ kind: 'signed out', reason: isOurs ? reason : 'elsewhere' });
    });
    restore();
    return stop;
  }, [client, restore]);

  const signIn = async (credentials: Credentials): Promise<void> => {
    await client.login(credentials);
    setState({ kind: 'signed in' });
  };

  const signOut = async (): Promise<void> => {
    isLeaving.current = true;
    await client.logout().finally(() => (isLeaving.current = false));
  };
  return { state, restore, signIn, signOut };
}
