import { createClient, type Claims, type Credentials, type SignedOutReason } from '@latchkey/client';

/** Who is signed in on this page: the refresh token is in its cookie, the access token in memory. */
export interface Session {
  /** Takes the session up from the cookie. */
  restore(): Promise<void>;
  /** The same after a request by hand that has set the cookie, or cleared it. */
  takeUp(): Promise<void>;
  /** @throws ApiProblem */
  login(credentials: Credentials): Promise<void>;
  /** @throws ApiProblem */
  logout(): Promise<void>;
  /** With an access token that is fresh. @throws ApiProblem where there is no such token any longer. */
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** When a request was sent: the renewal of the token before it does not count. */
  sentAt(response: Response): number;
  /** The access token of the moment, for the code of somebody who wants it there. */
  token(): string | undefined;
  claims(): Claims | undefined;
  /** Seconds until the access token expires, by our own clock; 0 once it has. */
  secondsLeft(): number;
  /** Why the last session is over. */
  endedBy(): SignedOutReason | undefined;
  onChange(listener: () => void): void;
}

export function createSession(): Session {
  const listeners = new Set<() => void>();
  const sentAt = new WeakMap<Response, number>();
  let told: unknown;
  let ended: SignedOutReason | undefined;

  const client = createClient({ fetch: noticing });
  client.onSignedOut((reason) => {
    ended = reason;
    tell();
  });

  async function noticing(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const askedAt = performance.now();
    const response = await fetch(input, init);
    sentAt.set(response, askedAt);
    return response;
  }

  /** The cookie may hold the session of another account now: the client gives its own up, and takes the new one. */
  async function takeUpAnother(): Promise<void> {
    await client.restore({ always: true });
  }

  /** Tells the page where there is another token, or none any longer. */
  function tell(): void {
    const now = client.claims()?.['jti'];
    if (now === told) return;
    told = now;
    if (now !== undefined) ended = undefined;
    for (const listener of listeners) listener();
  }

  return {
    // Where the server cannot be asked now, nobody is signed in.
    restore: () => client.restore().then(tell, tell),
    takeUp: () => client.restore({ always: true }).catch(takeUpAnother).then(tell, tell),
    login: (credentials) => client.login(credentials).finally(tell),
    logout: () => client.logout().finally(tell),
    fetch: (path, init) => client.fetch(path, init).finally(tell),
    sentAt: (response) => sentAt.get(response) ?? performance.now(),
    token: () => client.heldToken()?.text,
    claims: () => client.claims(),
    secondsLeft: () => Math.ceil(client.heldToken()?.secondsLeft ?? 0),
    endedBy: () => ended,
    onChange: (listener) => void listeners.add(listener),
  };
}
