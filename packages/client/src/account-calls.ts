import type { Answer, Body, Schemas } from './api-shapes.ts';
import type { Json } from './json.ts';

/** The calls for one's own account. Each rejects with an ApiProblem, as `Client.json` does. */
export interface AccountCalls {
  /**
   * Makes an account; nobody is signed in by it. @returns the account, or where the address is to be proven first what to
   * tell the user (`EMAIL_VERIFICATION`).
   */
  register(account: Body<'register'>): Promise<Answer<'register'>>;
  /** Who is signed in. */
  me(): Promise<Schemas['Me']>;
  readonly sessions: {
    /** The live ones, newest first. @param page `cursor` is the `next` of the page before. */
    list(page?: { readonly cursor?: string; readonly limit?: number }): Promise<Answer<'listOwnSessions'>>;
    /** Ends one of them. @param id from the list. */
    end(id: string): Promise<void>;
    /** Ends all but this one. */
    endOthers(): Promise<void>;
  };
  readonly password: {
    /** Ends all other sessions; this one goes on. */
    change(change: Body<'changePassword'>): Promise<Answer<'changePassword'>>;
    /** Asks for a mail with a link. The answer is the same where there is no such account. */
    forgot(request: Body<'requestPasswordReset'>): Promise<Answer<'requestPasswordReset'>>;
    /** Sets a new password with the token of that link, and ends all sessions of the account. */
    reset(reset: Body<'confirmPasswordReset'>): Promise<Answer<'confirmPasswordReset'>>;
  };
}

export function createAccountCalls(json: Json): AccountCalls {
  const post = <T>(path: string, body: object): Promise<T> => json<T>(path, { method: 'POST', body });
  const end = (path: string): Promise<void> => json<undefined>(path, { method: 'DELETE' });
  return {
    register: (account) => post('/api/register/', account),
    me: () => json('/api/me/'),
    sessions: {
      list: ({ cursor, limit } = {}) => {
        const query = new URLSearchParams({
          ...(cursor !== undefined && { cursor }),
          ...(limit !== undefined && { limit: String(limit) }),
        }).toString();
        return json(`/api/me/sessions/${query && `?${query}`}`);
      },
      end: (id) => end(`/api/me/sessions/${encodeURIComponent(id)}/`),
      endOthers: () => end('/api/me/sessions/'),
    },
    password: {
      change: (change) => post('/api/me/password/', change),
      forgot: (request) => post('/api/password-reset/', request),
      reset: (reset) => post('/api/password-reset/confirm/', reset),
    },
  };
}
