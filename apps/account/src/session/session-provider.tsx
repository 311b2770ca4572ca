import { ApiProblem, type Client } from '@latchkey/client';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { SessionContext, type Farewell, type Session, type SessionState } from './session.ts';

interface Props {
  readonly client: Client;
  readonly children: ReactNode;
}

/** Takes the session up when the page is loaded, and follows it until it ends. */
export function SessionProvider({ client, children }: Props) {
  const [state, setState] = useState<SessionState>({ kind: 'starting' });
  const parting = useRef<Farewell>(undefined);

  const restore = useCallback(
    () =>
      restored(client).then((next) =>
        // Where the session had ended, the listener below was told why already.
        setState((now) => (now.kind === 'signed out' && next.kind === 'signed out' ? now : next)),
      ),
    [client],
  );

  useEffect(() => {
    const stop = client.onSignedOut((reason) => {
      setState({ kind: 'signed out', farewell: parting.current ?? reason });
      parting.current = undefined;
    });
    void restore();
    return stop;
  }, [client, restore]);

  const session = useMemo<Session>(
    () => ({
      state,
      client,
      restore,
      async signIn(credentials) {
        await client.login(credentials);
        setState({ kind: 'signed in' });
      },
      async signOut(farewell) {
        parting.current = farewell;
        await client.logout();
      },
    }),
    [state, client, restore],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

async function restored(client: Client): Promise<SessionState> {
  try {
    return { kind: (await client.restore()) ? 'signed in' : 'signed out' };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    // A page of a foreign origin may not use the cookie. The sign-in page explains it.
    return error.status === 403 ? { kind: 'signed out' } : { kind: 'unreachable', problem: error };
  }
}
