/** What a request came with. */
export interface SeenRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly credentials: RequestCredentials | undefined;
}

export type Responder = (request: SeenRequest, signal: AbortSignal | null) => Response | Promise<Response>;

/** A service that answers each path as it is told: with one responder after the other, the last one for ever. */
export interface ServiceDouble {
  readonly fetch: typeof fetch;
  readonly requests: readonly SeenRequest[];
  to(path: string): readonly SeenRequest[];
  answer(path: string, ...responders: Responder[]): void;
}

export function createServiceDouble(): ServiceDouble {
  const requests: SeenRequest[] = [];
  const responders = new Map<string, Responder[]>();
  return {
    requests,
    to: (path) => requests.filter((request) => request.path === path),
    answer: (path, ...given) => void responders.set(path, given),
    fetch: async (input, init = {}) => {
      const request: SeenRequest = {
        path: input instanceof Request ? input.url : input.toString(),
        method: init.method ?? 'GET',
        headers: new Headers(init.headers),
        body: typeof init.body === 'string' ? init.body : undefined,
        credentials: init.credentials,
      };
      requests.push(request);
      const queue = responders.get(request.path) ?? [];
      const responder = queue.length > 1 ? queue.shift() : queue[0];
      if (!responder) throw new Error(`nobody answers ${request.path}`);
      return responder(request, init.signal ?? null);
    },
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } });
}

export function problem(status: number, code: string, more: object = {}, headers = {}): Responder {
  return () => json({ status, code, title: code, detail: `about ${code}`, ...more }, status, headers);
}

/** The request arrives nowhere, or its answer does. */
export const lost: Responder = () => {
  throw new TypeError('fetch failed');
};

/** No answer until the caller gives up. */
export const silence: Responder = (_request, signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });

let tokens = 0;

/** A new access token with each answer; with `inBody`, a new refresh token too, with the number of the access token. */
export function tokenPair({ sub = '1', sid = 'session-1', expiresIn = 30, inBody = false } = {}): Responder {
  return () =>
    json({
      access_token: accessToken(sub, sid),
      token_type: 'Bearer',
      expires_in: expiresIn,
      ...(inBody && { refresh_token: refreshToken(tokens) }),
    });
}

function refreshToken(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function accessToken(sub: string, sid: string): string {
  tokens += 1;
  const claims = { sub, user_id: Number(sub), sid, jti: `jti-${tokens}`, name: 'Žluťoučký kůň' };
  return `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature-${tokens}`;
}
