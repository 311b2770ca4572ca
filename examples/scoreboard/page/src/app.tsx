import type { Client } from '@latchkey/client';
import { useState } from 'react';
import { Games } from './games/games.tsx';
import { farewellWords } from './sign-in/farewell-words.ts';
import { SignIn } from './sign-in/sign-in.tsx';
import { useSession } from './sign-in/use-session.ts';
import { Failure } from './ui/failure.tsx';

/** The sign-in form, or the games: what is around both, and which of them is shown. */
export function App({ client }: { readonly client: Client }) {
  const { state, restore, signIn, signOut } = useSession(client);
  const [error, setError] = useState<unknown>();
  const leave = (): void => {
    setError(undefined);
    signOut().catch(setError);
  };
  return (
    <>
      <header>
        <img src="/favicon.svg" alt="" width="28" height="28" />
        <h1>Scoreboard</h1>
        {state.kind === 'signed in' && (
          <button type="button" onClick={leave}>
            Sign out
          </button>
        )}
      </header>
      <main>
        {error !== undefined && <Failure error={error} before="You are still signed in." />}
        {state.kind === 'starting' && <p role="status">Loading …</p>}
        {state.kind === 'unreachable' && <Failure error={state.error} again={restore} />}
        {state.kind === 'signed out' && (
          <div className="narrow">
            <p role="status" className="notice">
              {state.reason === undefined ? 'Sign in to see the games.' : farewellWords[state.reason]}
            </p>
            <SignIn client={client} signIn={signIn} />
          </div>
        )}
        {state.kind === 'signed in' && <Games client={client} />}
      </main>
    </>
  );
}
