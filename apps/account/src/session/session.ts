import type { ApiProblem, Client, Credentials, SignedOutReason } from '@latchkey/client';
import { createContext, use } from 'react';

/** What brought a visitor to the sign-in page: the session's end, or something that was done here. */
export type Farewell = SignedOutReason | 'deleted';

export type SessionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'unreachable'; readonly problem: ApiProblem }
  | { readonly kind: 'signed out'; readonly farewell?: Farewell }
  | { readonly kind: 'signed in' };

export interface Session {
  readonly state: SessionState;
  readonly client: Client;
  readonly restore: () => Promise<void>;
  readonly signIn: (credentials: Credentials) => Promise<void>;
  readonly signOut: (farewell?: Farewell) => Promise<void>;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('There is no SessionProvider around this component.');
  return session;
}
